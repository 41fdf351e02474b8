// What the first screen asks of the package: how many images lie among digits of one kind.
/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../engine/held.js').ModelId} ModelId */
/** @typedef {import('../../engine/held.js').DataId} DataId */

/** Digits that images are compared with, how many of the nearest are looked at, and how many of these have to agree. */
const [REFERENCES, NEAREST, AGREEING] = [4000, 10, 8];

/** @param {Host} host */
export function drawService({ lab, model, data }) {
  /** @param {DataId} id of labelled digits @param {Float32Array} images */
  function readable(id, images) {
    const digits = data(id);
    const known = digits.images(0, Math.min(REFERENCES, digits.count));
    const labels = digits.labels();
    const each = Math.min(NEAREST, digits.count);
    const rows = lab().nearest(known, images, digits.inputSize, { k: each });
    let count = 0;
    for (let from = 0; from < rows.length; from += each) {
      const near = Array.from(rows.subarray(from, from + each), (row) => labels[row] ?? 0);
      const most = lab().majority(near);
      if (near.filter((label) => label === most).length >= AGREEING) count++;
    }
    return count / (rows.length / each);
  }

  return {
    /** The share of samples, and of digits that were not compared with, which lie among those of one kind. @param {ModelId} id @param {DataId} dataId @param {DataId} testId @param {number} count @param {number} seed */
    async readable(id, dataId, testId, count, seed) {
      const samples = await model(id).sample(count, { seed });
      const tests = data(testId).images(0, Math.min(count, data(testId).count));
      return { samples: readable(dataId, samples), digits: readable(dataId, tests) };
    },
  };
}
