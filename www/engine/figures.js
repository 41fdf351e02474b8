// How the values that a model reads or gives look.
import { isOfStrokes } from '../shared/pen-sequences.js';

/** @typedef {import('../widgets/figure.js').Figure} Figure */

/**
 * What each of a model's inputs or outputs looks like.
 * @param {import('../engine/session.js').Session} session
 * @param {import('../engine/worker.js').ModelDescription} model
 * @param {Float32Array} values n × inputSize
 * @returns {Promise<Figure[]>}
 */
export async function figuresOf({ call }, model, values) {
  const size = model.inputSize;
  const count = values.length / size;
  const each = Array.from({ length: count }, (_, i) => values.subarray(i * size, (i + 1) * size));
  return isOfStrokes(model) ? call('penStrokes', each) : each;
}
