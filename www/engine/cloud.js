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
});
