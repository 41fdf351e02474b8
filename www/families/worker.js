// What is particular to families, asked of the package.
import { at } from '../shared/at.js';

/** @typedef {import('../engine/held.js').Host} Host */
/** @typedef {import('../engine/held.js').ModelId} ModelId */
/** @typedef {import('../engine/held.js').DataId} DataId */

/** Sigmoid units are between 0 and 1. */
const ACTIVATIONS = { bins: 50, low: 0, high: 1 };

/** @param {Host} host */
export function familyService({ lab, model, data, keepModel, handOver, transfer }) {
  return {
    /** How many hidden units are how active on average over some digits. @param {ModelId} id @param {DataId} dataId */
    meanActivations: async (id, dataId) =>
      lab().histogram(await model(id).unitActivity(data(dataId), 1), ACTIVATIONS),
    /** How many units are how active, and the share above a threshold. @param {Float32Array} codes @param {number} threshold */
    activationsOf: async (codes, threshold) => ({
      ...lab().histogram(codes, ACTIVATIONS),
      share: lab().shareAbove(codes, threshold),
    }),
    /** Codes at even steps from one to another. @param {Float32Array} from @param {Float32Array} to @param {number} steps */
    codesBetween: async (from, to, steps) => handOver(lab().walk(from, to, { steps })),
    /** One code in each of the classes, one after the other. @param {ModelId} id @param {Float32Array} codes @param {number} classes */
    async changeClass(id, codes, classes) {
      const all = new Float32Array(classes * codes.length);
      for (let to = 0; to < classes; to++) all.set(await model(id).changeClass(codes, to), to * codes.length);
      return handOver(all);
    },
    /** @param {ModelId} id @param {Float32Array} inputs @param {number} steps @param {number} seed */
    async gibbs(id, inputs, steps, seed) {
      const pictures = await model(id).gibbs(inputs, { steps, seed });
      const buffers = pictures.map((picture) => picture.buffer);
      return transfer(pictures, buffers);
    },
    /** @param {ModelId} id @param {Float32Array} input */
    freeEnergy: async (id, input) => at(await model(id).freeEnergy(input), 0),
    /** @param {ModelId} id @param {DataId} dataId @param {DataId} testId @param {(share: number) => void} onProgress */
    async likelihood(id, dataId, testId, onProgress) {
      const [machine, test] = [model(id), data(testId)];
      const gap = await machine.freeEnergyGap(data(dataId), test);
      return { gap, ...(await machine.logLikelihood(test, { onProgress })) };
    },
    /** @param {ModelId} id @param {Float32Array} input @param {import('../../pkg/autoencoder_lab.js').CorruptOptions} damage */
    async restore(id, input, damage) {
      const restorer = model(id);
      const corrupted = lab().corrupt(input, damage);
      const restored = await restorer.reconstruct(corrupted);
      const squaredErrors = [corrupted, restored].map((image) => at(restorer.squaredErrors(input, image), 0));
      return transfer({ corrupted, restored, squaredErrors }, [corrupted.buffer, restored.buffer]);
    },
    /** The density of one digit's codes, a draw of it, and what it costs. @param {ModelId} id @param {Float32Array} input @param {number} seed */
    async posterior(id, input, seed) {
      const found = await model(id).posterior(input, { seed });
      return { ...found, total: found.divergence.reduce((sum, each) => sum + each, 0) };
    },
    /** What each number tells on average over some digits, in nats. @param {ModelId} id @param {DataId} dataId @param {number} count */
    async meanDivergences(id, dataId, count) {
      const digits = data(dataId).images(0, Math.min(count, data(dataId).count));
      const { divergence } = await model(id).posterior(digits);
      return lab().statistics(divergence, model(id).codeSize).mean;
    },
    /** One step of contrastive divergence, with both phases of the units that answer most. @param {ModelId} id @param {Float32Array} input @param {number} seed @param {number} count of units */
    async contrast(id, input, seed, count) {
      const { hiddenMeans } = await model(id).contrastiveStep(input, { seed });
      const units = [...lab().ranking(hiddenMeans).subarray(0, count)];
      return { units, ...(await model(id).contrastiveStep(input, { seed, units })) };
    },
    /** Pooling of one feature map, where it is largest, and how far either way back is from the image. @param {ModelId} id @param {Float32Array} input @param {number} channel */
    async pooling(id, input, channel) {
      const found = await model(id).pooling(input, channel);
      const errors = [found.bySwitches, found.byCopies].map((image) =>
        at(model(id).squaredErrors(input, image), 0),
      );
      return { ...found, squaredErrors: errors, largest: lab().argmax(found.pooled) };
    },
    /** What the subspaces of two PCAs have in common, from 0 to 1. @param {ModelId} one @param {ModelId} other */
    async subspaceOverlap(one, other) {
      const [left, right] = await Promise.all([model(one).filters(), model(other).filters()]);
      return lab().subspaceOverlap(left.images, right.images, left.width * left.height);
    },
    /** One image through several models, and how far each is from it. @param {ModelId[]} ids @param {Float32Array} input */
    async through(ids, input) {
      const images = await Promise.all(ids.map((id) => model(id).reconstruct(input)));
      const errors = images.map((image, i) => at(model(at(ids, i)).squaredErrors(input, image), 0));
      return transfer(
        { images, errors },
        images.map(({ buffer }) => buffer),
      );
    },
    /** The stack as it was pretrained, unrolled, and the same network from random weights. @param {ModelId} id */
    async lineUp(id) {
      const unrolled = await model(id).unroll();
      const fresh = lab().create(unrolled.family, unrolled.config);
      return [unrolled, fresh].map((each) => keepModel(each).id);
    },
  };
}
