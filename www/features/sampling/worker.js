// What the view of sampling asks of the package: estimates of an expectation, and the points that they come from.

/** @typedef {import('../../../pkg/autoencoder_lab.js').Lab} Lab */
/** @typedef {import('../../../pkg/autoencoder_lab.js').ExpectationOptions} ExpectationOptions */
/** @typedef {import('../../../pkg/autoencoder_lab.js').NodeOptions} NodeOptions */
/** @typedef {{ points: Float32Array, values: Float32Array }} Nodes points with all their coordinates, and the integrand there */

/** @param {{ lab: () => Lab, handOver: (array: Float32Array) => Float32Array }} host */
export function samplingService({ lab, handOver }) {
  return {
    /** @param {ExpectationOptions} options */
    expectation: async (options) => lab().expectation(options),
    /** @param {NodeOptions & { dimensions: number }} options @returns {Promise<Nodes>} */
    async nodes(options) {
      const points = lab().nodes(options);
      return { points, values: handOver(lab().integrand(points, options.dimensions)) };
    },
    /** The integrand over the first two axes, or along the only one, where all other coordinates are 0. @param {number} dimensions @param {number} side values an axis */
    async slice(dimensions, side) {
      const drawn = Math.min(dimensions, 2);
      const places = lab().nodes({ kind: 'grid', dimensions: drawn, count: side ** drawn });
      const points = new Float32Array((places.length / drawn) * dimensions);
      for (let i = 0; i * drawn < places.length; i++)
        points.set(places.subarray(i * drawn, (i + 1) * drawn), i * dimensions);
      return handOver(lab().integrand(points, dimensions));
    },
  };
}
