// What the package does over many steps, as calls of it: the trainings of all families with their
// defaults, a classifier on pretrained layers, a machine's likelihood.

/**
 * @import { Lab } from '../../pkg/autoencoder_lab.js'
 * @typedef {(amount: number) => Promise<number>} Run so many steps, or all with so many chains; what came out
 * @typedef {{ unit: string, amount: number, make: (lab: Lab) => Run | Promise<Run> }} Work
 */

/** The trainings of a family. @param {string} family @param {number} batchSize @param {number} amount @returns {Work} */
const training = (family, batchSize, amount) => ({
  unit: `a step, batch ${batchSize}`,
  amount,
  make(lab) {
    const model = lab.create(family);
    const data = lab.digits(1280, { seed: 1 });
    return async (steps) => (await model.train(data, { steps, batchSize, learningRate: 1e-3, seed: 1 })).loss;
  },
});

/** @type {Record<string, Work>} */
export const works = {
  pca: training('pca', 64, 20),
  dense: training('dense', 64, 20),
  stacked: training('stacked', 64, 20),
  sparse: training('sparse', 64, 20),
  denoising: training('denoising', 64, 20),
  contractive: training('contractive', 64, 20),
  convolutional: training('convolutional', 64, 10),
  recurrent: training('recurrent', 64, 6),
  rbm: training('rbm', 64, 20),
  dbn: training('dbn', 64, 10),
  vae: training('vae', 64, 30),
  cvae: training('cvae', 64, 30),
  'fine-tuning in Few labels': {
    unit: 'an update, 10 labels a class',
    amount: 100,
    async make(lab) {
      const data = lab.digits(1000, { seed: 1 });
      const test = lab.digits(100, { seed: 2 });
      const stack = await lab.pretrain(data, { method: 'rbm', widths: [250, 250], epochs: 1 });
      return async (steps) => (await stack.fineTune(data, test, { labels: 10, steps, seed: 1 })).testError;
    },
  },
  "an RBM's likelihood": {
    unit: 'a chain',
    amount: 20,
    make(lab) {
      const model = lab.create('rbm');
      const data = lab.digits(100, { seed: 2 });
      return async (chains) => (await model.logLikelihood(data, { chains, seed: 1 })).logLikelihood;
    },
  },
};
/** Those of which a loss after so many steps says that they learn the same. */
export const families = Object.keys(works).filter((name) => /^[a-z]+$/.test(name));
