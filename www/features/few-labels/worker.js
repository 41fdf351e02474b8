// Layers pretrained without labels and classifiers on top of them, held in the worker.
import { Held } from '../../engine/held.js';

/** @typedef {import('../../engine/held.js').Host} Host */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Stack} Stack */
/** @typedef {import('../../engine/held.js').DataId} DataId */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Progress} Progress */
/** @typedef {import('../../../pkg/autoencoder_lab.js').PretrainOptions} PretrainOptions */
/** @typedef {import('../../../pkg/autoencoder_lab.js').FineTuneOptions} FineTuneOptions */
/** @typedef {'autoencoder' | 'denoising' | 'rbm'} Method */
/** @typedef {import('../../engine/held.js').Id<'stack'>} StackId */
/** @typedef {(progress: Progress) => unknown} Report */

/** The calls of the worker that learn from few labels. @param {Host} host */
export function fewLabels({ lab, data }) {
  /** @type {Held<StackId, Stack>} */
  const stacks = new Held();
  /** Of everything under way; what starts after a halt has another. */
  let under = new AbortController();

  return {
    /** @param {DataId} dataId @param {PretrainOptions & { method: Method }} options @param {Report} onProgress */
    async pretrain(dataId, options, onProgress) {
      const { signal } = under;
      const digits = data(dataId);
      const recipe = lab().pretrainRecipe(options.method, digits.count);
      return stacks.keep(await lab().pretrain(digits, { ...recipe, ...options, onProgress, signal }));
    },
    /**
     * @param {StackId} id of the layers
     * @param {DataId} dataId
     * @param {DataId} testId
     * @param {FineTuneOptions} options
     * @param {Report} onProgress
     */
    async fineTune(id, dataId, testId, options, onProgress) {
      const { signal } = under;
      const recipe = lab().fineTuneRecipe(options.labels);
      return stacks
        .find(id)
        .fineTune(data(dataId), data(testId), { ...recipe, ...options, onProgress, signal });
    },
    /** Updates of a classifier. @param {number} [labels] a class, where they are not all */
    fineTuneSteps: async (labels) => lab().fineTuneRecipe(labels).steps,
    /** Of each of some lists of numbers; nothing of an empty one. @param {number[][]} lists */
    spreads: async (lists) => lists.map((values) => (values.length > 0 ? lab().summary(values) : undefined)),
    async haltFew() {
      under.abort();
      under = new AbortController();
    },
    /** @param {StackId} id */
    freeStack: async (id) => stacks.drop(id).free(),
    /**
     * The labelled digits that `fineTune` uses with as many labels and this seed.
     * @param {DataId} dataId
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
