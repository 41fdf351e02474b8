// What the comparison asks of the package: an image damaged, and how well and how fast a model restores it.
import { at } from '../../shared/at.js';

/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../engine/held.js').ModelId} ModelId */

/** Reconstructions that are timed; the median is told. */
const RUNS = 3;

/** @param {Host} host */
export const comparisonService = ({ lab, model, handOver, transfer }) => ({
  /** @param {Float32Array} clean @param {import('../../../pkg/autoencoder_lab.js').CorruptOptions} [damage] */
  damage: async (clean, damage) => handOver(damage ? lab().corrupt(clean, damage) : clean),
  /** What a model makes of one image, how far that and the image itself are from the clean one, and how fast. @param {ModelId} id @param {Float32Array} input @param {Float32Array} clean */
  async compare(id, input, clean) {
    const compared = model(id);
    const times = [];
    let output = input;
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      output = await compared.reconstruct(input);
      times.push(performance.now() - start);
    }
    const milliseconds = at(lab().percentiles(Float32Array.from(times), 1, [0.5]), 0);
    const errorOf = (/** @type {Float32Array} */ image) => at(compared.squaredErrors(clean, image), 0);
    const [squaredError, damage] = /** @type {const} */ ([errorOf(output), errorOf(input)]);
    return transfer({ output, squaredError, damage, milliseconds }, [output.buffer]);
  },
});
