// What the view of sampling asks of the package: estimates of an expectation, and the points that they come from.

/** @typedef {import('../../../pkg/autoencoder_lab.js').Lab} Lab */
/** @typedef {import('../../../pkg/autoencoder_lab.js').ExpectationOptions} ExpectationOptions */
/** @typedef {Awaited<ReturnType<ReturnType<typeof samplingService>['scene']>>} Scene */

/** Axes that one sees, and values of the integrand along each. */
const SEEN = 2;
const SLICE = { line: 200, square: 48 };

/** @param {{ lab: () => Lab }} host */
export function samplingService({ lab }) {
  return {
    /** @param {ExpectationOptions} options */
    expectation: async (options) => lab().expectation(options),
    /**
     * The integrand, a grid of at most so many points and as many draws, along the axes that one sees; how high the
     * integrand is there matters over a line alone.
     * @param {number} dimensions
     * @param {number} count
     * @param {number} seed
     */
    async scene(dimensions, count, seed) {
      const axes = Math.min(dimensions, SEEN);
      const slice = lab().slice(dimensions, axes === 1 ? SLICE.line : SLICE.square);
      const nodes = (/** @type {'grid' | 'random'} */ kind) => {
        const points = lab().nodes({ kind, dimensions, count, seed, axes });
        return { axes, slice, points, heights: axes === 1 ? lab().integrand(points, axes) : undefined };
      };
      return { perAxis: lab().perAxis(count, dimensions), grid: nodes('grid'), samples: nodes('random') };
    },
  };
}
