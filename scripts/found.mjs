/**
 * What has to be there; fails where it is not.
 * @template T @param {T | null | undefined} value @param {string} what @returns {T}
 */
export function found(value, what) {
  if (value === null || value === undefined) throw new Error(`There is no ${what}`);
  return value;
}
