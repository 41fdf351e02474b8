/**
 * What certainly is in a list: that nothing is there is an error of ours.
 * @template T
 * @param {{ readonly length: number, at: (index: number) => T | undefined }} list
 * @param {number} index from the end where it is negative
 * @returns {T}
 */
export function at(list, index) {
  const item = list.at(index);
  if (item === undefined) throw new RangeError(`nothing is at ${index} of ${list.length}`);
  return item;
}
