// Layers pretrained without labels and classifiers on top of them, held in the worker.

/** @typedef {import('../../../pkg/autoencoder_lab.js').Lab} Lab */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Stack} Stack */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Dataset} Dataset */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {import('../../../pkg/autoencoder_lab.js').PretrainOptions} PretrainOptions */
/** @typedef {import('../../../pkg/autoencoder_lab.js').FineTuneOptions} FineTuneOptions */
/** @typedef {'autoencoder' | 'denoising' | 'rbm'} Method */
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
    if (!found) throw { code: 'superseded', message: 'These layers are freed.', hint: '' };
    return found;
  }

  return {
    /** @param {number} dataId @param {PretrainOptions & { method: Method }} options @param {Report} onProgress */
    async pretrain(dataId, options, onProgress) {
      const { signal } = under;
      const digits = data(dataId);
      const recipe = lab().pretrainRecipe(options.method, digits.count);
      const stack = await lab().pretrain(digits, { ...recipe, ...options, onProgress, signal });
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
      const recipe = lab().fineTuneRecipe(options.labels);
      return find(id).fineTune(data(dataId), data(testId), { ...recipe, ...options, onProgress, signal });
    },
    /** Updates of a classifier. @param {number} [labels] a class, where they are not all */
    fineTuneSteps: async (labels) => lab().fineTuneRecipe(labels).steps,
    /** Of each of some lists of numbers; nothing of an empty one. @param {number[][]} lists */
    spreads: async (lists) => lists.map((values) => (values.length > 0 ? lab().summary(values) : undefined)),
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
