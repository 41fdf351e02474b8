// What a model makes of an input or of a code, and how that looks.
import { at } from '../shared/at.js';
import { isOfStrokes, stepsOf } from '../shared/pen-sequences.js';

/** @typedef {import('./held.js').ModelId} ModelId */
/** @typedef {import('../../pkg/autoencoder_lab.js').Model} Model */
/** @typedef {import('../widgets/figure.js').Figure} Figure */
/** @typedef {{ layers: Float32Array[], figure: Figure }} Unfolding what the output looks like, too */
/** @typedef {Unfolding & { input: Figure, squaredError: number }} Look */
/** @typedef {import('./held.js').Host} Host */

/** @param {Host} host */
export function lookingService({ lab, model, handOver, transfer }) {
  /** @template {Unfolding} T @param {T} made @returns {T} */
  const handOverAll = (made) =>
    transfer(
      made,
      made.layers.map((layer) => layer.buffer),
    );

  /** @param {Model} model @param {Float32Array} values @returns {Figure} */
  const figureOf = (model, values) => (isOfStrokes(model) ? lab().strokes(values) : values);

  /**
   * What comes back: while one layer after the other is trained, through those that are, since the others
   * know nothing yet.
   * @param {Model} model
   * @param {Float32Array} values
   */
  const restored = (model, values) =>
    model.stage?.steps ? model.reconstructInTraining(values) : model.reconstruct(values);

  /** What a model makes of one input. @param {Model} model @param {Float32Array} values @returns {Promise<Look>} */
  async function look(model, values) {
    const layers = await model.activations(values);
    if (model.stage?.steps) layers[layers.length - 1] = await restored(model, values);
    const [first, output] = [at(layers, 0), at(layers, -1)];
    const squaredError = at(model.squaredErrors(first, output), 0);
    const [input, figure] = [figureOf(model, first), figureOf(model, output)];
    return handOverAll({ layers, input, figure, squaredError });
  }

  return {
    /**
     * The prepared drawing and everything the model makes of it.
     * @param {ModelId} id
     * @param {Uint8ClampedArray} rgba
     * @param {number} width
     * @param {number} height
     */
    lookAtDrawing: async (id, rgba, width, height) => look(model(id), lab().drawing(rgba, width, height)),
    /** The picture on a canvas as models see it. @param {Uint8ClampedArray} rgba @param {number} width @param {number} height */
    drawing: async (rgba, width, height) => handOver(lab().drawing(rgba, width, height)),
    /** The same of the pen's way. @param {ModelId} id @param {Float32Array[]} strokes */
    async lookAtStrokes(id, strokes) {
      const looked = model(id);
      return look(looked, lab().sequence(strokes, stepsOf(looked)));
    },
    /** @param {ModelId} id @param {Float32Array} inputs */
    lookAt: async (id, inputs) => look(model(id), inputs),
    /** From the code to the output. @param {ModelId} id @param {Float32Array} codes @returns {Promise<Unfolding>} */
    async unfold(id, codes) {
      const looked = model(id);
      const layers = await looked.decodeActivations(codes);
      return handOverAll({ layers, figure: figureOf(looked, at(layers, -1)) });
    },
    /** @param {ModelId} id @param {Float32Array} inputs */
    encode: async (id, inputs) => handOver(await model(id).encode(inputs)),
    /** @param {ModelId} id @param {Float32Array} codes */
    decode: async (id, codes) => handOver(await model(id).decode(codes)),
    /** What lies at the middles of so many tiles along each side of the plane of a code's two units. @param {ModelId} id @param {number} tiles */
    async decodePlane(id, tiles) {
      const looked = model(id);
      const { low, high } = looked.codeStatistics;
      // A unit that never changes has a range without extent.
      const end = (/** @type {number} */ unit) =>
        at(high, unit) > at(low, unit) ? at(high, unit) : at(low, unit) + 1;
      const codes = lab().grid({
        low: [at(low, 0), at(low, 1)],
        high: [end(0), end(1)],
        columns: tiles,
        rows: tiles,
        place: 'middles',
      });
      return handOver(await looked.decode(codes));
    },
    /** @param {ModelId} id @param {Float32Array} inputs */
    reconstruct: async (id, inputs) => handOver(await restored(model(id), inputs)),
    /** @param {ModelId} id @param {number} count @param {number} seed @param {number} [label] of a class, where the model knows them */
    sample: async (id, count, seed, label) =>
      handOver(await model(id).sample(count, label === undefined ? { seed } : { seed, label })),

    /** @param {Float32Array[]} sequences */
    penStrokes: async (sequences) => sequences.map((sequence) => lab().strokes(sequence)),
  };
}
