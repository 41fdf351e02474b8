// How layers are pretrained, and how classifiers on top of them are raced against each other.
import * as Comlink from 'comlink';
import { STARTS } from './races.js';

/** @typedef {import('../../engine/session.js').Session['call']} Call */
/** @typedef {import('../../engine/digits-in-use.js').Source} Source */
/** @typedef {import('../../engine/worker.js').Progress} Progress */
/** @typedef {import('./races.js').Lap} Lap */
/** @typedef {{ method: 'autoencoder' | 'denoising' | 'rbm', widths: number[], epochs: number, seed: number }} Pretraining */

/** Digits in one update, and rates at which a few passes over them are enough. */
const BATCH = 32;
const RATES = { autoencoder: 0.003, denoising: 0.003, rbm: 0.1 };

/** How every classifier is trained, and for how long: more labels teach for longer. */
const TUNING = { batchSize: 32, learningRate: 0.003 };
/** @type {Record<string, number>} */
const STEPS = { 1: 200, 10: 200, 100: 400, all: 1500 };

/** Updates of a classifier. @param {string} labels a class */
export const stepsFor = (labels) => STEPS[labels];

/**
 * @param {Call} call
 * @param {Source} source
 * @param {Pretraining} pretraining
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<number>} the id of the layers
 */
export function pretrain(call, { train }, pretraining, onProgress) {
  const batchSize = Math.min(BATCH, train.count);
  const options = { ...pretraining, batchSize, learningRate: RATES[pretraining.method] };
  return call('pretrain', train.id, options, Comlink.proxy(onProgress));
}

/**
 * Trains a classifier from each start, all at once: they take turns step by step.
 * @param {Call} call
 * @param {number} stack
 * @param {Source} source
 * @param {{ labels: string, seed: number }} which
 * @param {Lap} lap is filled
 * @param {() => void} onChange
 */
export async function race(call, stack, { train, test }, { labels, seed }, lap, onChange) {
  const amount = labels === 'all' ? undefined : Number(labels);
  const runs = STARTS.map(async (start) => {
    const run = lap[start];
    const record = (/** @type {number} */ step, /** @type {number} */ error) => {
      run.errors.set(step, error);
      onChange();
    };
    const report = (/** @type {Progress} */ { step, terms }) => record(step, terms.testError);
    const options = { ...TUNING, steps: stepsFor(labels), start, seed, labels: amount };
    const outcome = await call('fineTune', stack, train.id, test.id, options, Comlink.proxy(report));
    // The last report may come after the outcome.
    record(outcome.steps, outcome.testError);
    run.testError = outcome.testError;
  });
  await Promise.all(runs);
}
