/** The value at a place among the sorted ones. @param {number[]} values @param {number} place */
const sortedAt = (values, place) => [...values].sort((a, b) => a - b)[place] ?? NaN;

/** @param {number[]} values */
export function median(values) {
  const middle = (values.length - 1) / 2;
  return (sortedAt(values, Math.floor(middle)) + sortedAt(values, Math.ceil(middle))) / 2;
}

/** Above which there is a share of 1 − `share` of the values. @param {number[]} values @param {number} share */
export const quantile = (values, share) =>
  sortedAt(values, Math.min(values.length - 1, Math.floor(share * values.length)));

/** @param {number[]} theirs @param {number[]} ours */
export const ratioOf = (theirs, ours) => median(theirs) / median(ours);
