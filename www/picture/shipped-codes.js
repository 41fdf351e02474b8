// Where test digits lie among the codes of the weights in use, where their places came with the weights.

/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {{ codes: Float32Array, labels: import('../widgets/scatter/scatter.js').Cloud['labels'] }} Placed */

/** By file. @type {Map<string, Promise<Placed>>} */
const known = new Map();

/** @param {Session} session @returns {Promise<Placed> | undefined} */
export function shippedCodes({ entry, shipped, call }) {
  const map = entry?.map;
  if (!map) return undefined;
  const read = async () => {
    const bytes = await shipped.fetchMap(map);
    const { points, plane, labels } = await call('readMap', bytes, map.sha256);
    return { codes: await call('lift', points, plane), labels };
  };
  const found = known.get(map.file) ?? read();
  known.set(map.file, found);
  found.catch(() => known.delete(map.file));
  return found;
}
