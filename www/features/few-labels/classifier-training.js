// How layers are pretrained, and how classifiers on top of them are raced against each other.
import * as Comlink from 'comlink';
import { amountOf, STARTS } from './races.js';

/** @typedef {import('../../engine/session.js').Session['call']} Call */
/** @typedef {import('../../engine/digits-in-use.js').Source} Source */
/** @typedef {import('../../engine/worker.js').Progress} Progress */
/** @typedef {import('./races.js').Lap} Lap */
/** @typedef {import('./worker.js').StackId} StackId */
/** @typedef {{ method: 'autoencoder' | 'denoising' | 'rbm', widths: number[], epochs: number, seed: number }} Pretraining */

/**
 * @param {Call} call
 * @param {Source} source
 * @param {Pretraining} pretraining
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<StackId>} the id of the layers
 */
export function pretrain(call, { train }, pretraining, onProgress) {
  return call('pretrain', train.id, pretraining, Comlink.proxy(onProgress));
}

/**
 * Trains a classifier from each start, all at once: they take turns step by step.
 * @param {Call} call
 * @param {StackId} stack
 * @param {Source} source
 * @param {{ labels: string, seed: number }} which
 * @param {Lap} lap is filled
 * @param {() => void} onChange
 */
export async function race(call, stack, { train, test }, { labels, seed }, lap, onChange) {
  const runs = STARTS.map(async (start) => {
    const run = lap[start];
    const record = (/** @type {number} */ step, /** @type {number} */ error) => {
      run.errors.set(step, error);
      onChange();
    };
    const report = (/** @type {Progress} */ { step, terms }) =>
      record(step, /** @type {number} */ (terms.testError));
    const options = { start, seed, ...amountOf(labels) };
    const outcome = await call('fineTune', stack, train.id, test.id, options, Comlink.proxy(report));
    // The last report may come after the outcome.
    record(outcome.steps, outcome.testError);
    run.testError = outcome.testError;
  });
  await Promise.all(runs);
}
