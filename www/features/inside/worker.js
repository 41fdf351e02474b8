// What looking inside asks of the package: filters, the answers of a unit, a climb, and linear probes.

/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../engine/held.js').ModelId} ModelId */
/** @typedef {import('../../engine/held.js').DataId} DataId */
/** @typedef {import('../../../pkg/autoencoder_lab.js').MaximiseOptions} MaximiseOptions */
/** @typedef {(share: number) => void} OnProgress */
/** @typedef {'activity' | 'unit' | 'climb' | 'probe'} Kind what is worked on; of each, the newest alone is wanted */
/** @typedef {{ images: Float32Array, norms: Float32Array, byNorm: Uint32Array, width: number, height: number }} FoundFilters */
/** @typedef {{ images: Float32Array, activations: Float32Array, counts: Uint32Array, most: number, low: number, high: number, count: number }} Answers */

/** Inputs that the package looks at, at most. */
const EXAMPLES = 1000;

/** @param {Host} host */
export function insideService({ lab, model, data, handOver }) {
  /** @type {Map<Kind, AbortController>} */
  const running = new Map();

  /** @template T @param {Kind} kind @param {(signal: AbortSignal) => Promise<T>} work */
  async function newest(kind, work) {
    running.get(kind)?.abort();
    const controller = new AbortController();
    running.set(kind, controller);
    try {
      return await work(controller.signal);
    } finally {
      if (running.get(kind) === controller) running.delete(kind);
    }
  }

  return {
    /** @param {ModelId} id @returns {Promise<FoundFilters>} */
    async filters(id) {
      const { images, norms, width, height } = await model(id).filters();
      const byNorm = lab().ranking(norms);
      return { images: handOver(images), norms: handOver(norms), byNorm, width, height };
    },
    /** The units of a layer, the most active first. @param {ModelId} id @param {DataId} dataId @param {number} layer @param {OnProgress} onProgress */
    unitsByActivity: (id, dataId, layer, onProgress) =>
      newest('activity', async (signal) =>
        lab().ranking(await model(id).unitActivity(data(dataId), layer, { onProgress, signal })),
      ),
    /** The unit that answers most. @param {Float32Array} values */
    liveliest: async (values) => lab().argmax(values),
    /**
     * @param {ModelId} id
     * @param {DataId} dataId
     * @param {number} layer
     * @param {number} unit
     * @param {OnProgress} onProgress
     */
    inspectUnit: (id, dataId, layer, unit, onProgress) =>
      newest('unit', async (signal) => {
        const given = data(dataId);
        const found = await model(id).inspectUnit(given, layer, unit, { onProgress, signal });
        const { best, activations, counts, low, high } = found;
        const images = new Float32Array(best.length * given.inputSize);
        best.forEach((row, i) => images.set(given.images(row, 1), i * given.inputSize));
        const count = Math.min(given.count, EXAMPLES);
        const { maximum: most } = lab().summary(Array.from(counts));
        return { images: handOver(images), activations, counts, most, low, high, count };
      }),
    /** @param {ModelId} id @param {number} layer @param {number} unit @param {MaximiseOptions} options @param {OnProgress} onProgress */
    maximise: (id, layer, unit, options, onProgress) =>
      newest('climb', async (signal) => {
        const climb = await model(id).maximise(layer, unit, { ...options, onProgress, signal });
        const { minimum: low, maximum: high } = lab().summary(climb.activations);
        return { frames: handOver(climb.frames), activations: handOver(climb.activations), low, high };
      }),
    /** @param {ModelId} id @param {DataId} dataId @param {DataId} testId @param {OnProgress} onProgress */
    probe: (id, dataId, testId, onProgress) =>
      newest('probe', (signal) => model(id).probe(data(dataId), data(testId), { onProgress, signal })),
    /** @param {Kind[]} kinds */
    async stop(kinds) {
      kinds.forEach((kind) => running.get(kind)?.abort());
    },
  };
}
