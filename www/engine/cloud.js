// Points of a plane as a map shows them.

/** @typedef {import('../widgets/scatter/scatter.js').Cloud} Cloud */

/** What lies further out is out of sight until one zooms out: a few points shall not crowd the rest. */
const OUTLIERS = 0.01;

/** @param {import('../../pkg/autoencoder_lab.js').Lab} lab @param {Float32Array} points @param {Cloud['labels']} labels @returns {Cloud} */
export const cloudOf = (lab, points, labels) => ({
  points,
  labels,
  edges: lab.percentiles(points, 2, [OUTLIERS, 1 - OUTLIERS]),
  middles: labels && lab.classMedians(points, 2, labels),
  agreeing: labels && agreement(lab, points, labels),
});

/** Points whose neighbours are looked at, and how many of them. */
const [ASKED, NEIGHBOURS] = [500, 10];

/** The share of the nearest points that have the same label. @param {import('../../pkg/autoencoder_lab.js').Lab} lab @param {Float32Array} points @param {NonNullable<Cloud['labels']>} labels */
function agreement(lab, points, labels) {
  const count = points.length / 2;
  if (count < 2) return undefined;
  const asked = Math.min(ASKED, count);
  // The nearest of all is the point itself, unless another lies in the same place.
  const near = lab.nearest(points, points.subarray(0, 2 * asked), 2, { k: Math.min(NEIGHBOURS + 1, count) });
  let [same, all] = [0, 0];
  near.forEach((row, i) => {
    const query = Math.floor((i * asked) / near.length);
    if (row === query) return;
    all++;
    if (labels[row] === labels[query]) same++;
  });
  return same / all;
}
