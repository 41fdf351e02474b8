// Layers pretrained without labels and classifiers on top of them, held in the worker.

/** @typedef {import('../../../pkg/autoencoder_lab.js').Lab} Lab */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Stack} Stack */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {import('../../../pkg/autoencoder_lab.js').PretrainOptions} PretrainOptions */
/** @typedef {import('../../../pkg/autoencoder_lab.js').FineTuneOptions} FineTuneOptions */
/** @typedef {(progress: Progress) => unknown} Report */

/**
 * The calls of the worker that learn from few labels.
 * @param {{ lab: () => Lab, data: (id: number) => Dataset }} within
 */
export function fewLabels({ lab, data }) {
  /** @type {Map<number, Stack>} */
  const stacks = new Map();
  let lastId = 0;
  /** Of everything under way; what starts after a halt has another. */
  let under = new AbortController();

  /** @param {number} id @returns {Stack} */
  function find(id) {
    const found = stacks.get(id);
    // Whoever freed it pretrains another already.
    if (!found) throw { code: 'aborted', message: 'These layers are freed.', hint: '' };
    return found;
  }

  return {
    /** @param {number} dataId @param {PretrainOptions} options @param {Report} onProgress */
    async pretrain(dataId, options, onProgress) {
      const { signal } = under;
      const stack = await lab().pretrain(data(dataId), { ...options, onProgress, signal });
      stacks.set(++lastId, stack);
      return lastId;
    },
    /**
     * @param {number} id of the layers
     * @param {number} dataId
     * @param {number} testId
     * @param {FineTuneOptions} options
     * @param {Report} onProgress
     */
    async fineTune(id, dataId, testId, options, onProgress) {
      const { signal } = under;
      return find(id).fineTune(data(dataId), data(testId), { ...options, onProgress, signal });
    },
    async haltFew() {
      under.abort();
      under = new AbortController();
    },
    /** @param {number} id */
    async freeStack(id) {
      find(id).free();
      stacks.delete(id);
    },
    /**
     * The labelled digits that `fineTune` uses with as many labels and this seed.
     * @param {number} dataId
     * @param {number} perClass
     * @param {number} seed
     */
    async few(dataId, perClass, seed) {
      const few = data(dataId).few(perClass, seed);
      const [images, labels] = [few.images(0, few.count), few.labels()];
      few.free();
      return { images, labels };
    },
  };
}
