// RBM: the free energy of the drawing, and log p of digits by annealed importance sampling.
import { signal } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { NONE } from '../engine/session.js';
import { element } from '../shared/element.js';
import { count } from '../shared/format.js';
import { effect } from '../shared/scope.js';
import { tell, track } from '../widgets/messages.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

/** @param {Page} page @returns {import('./section.js').Shown} */
export function likelihood({ session, data, trainer }) {
  const reading = () => element('dd', {}, '–');
  const [energy, gap, log] = [reading(), reading(), reading()];
  const measure = element('button', { type: 'button' }, 'Estimate the likelihood');
  const root = section('energy and likelihood', [measure]);
  const entry = (/** @type {string} */ name, /** @type {HTMLElement} */ value) =>
    element('div', {}, element('dt', {}, name), value);
  const readings = [
    entry('free energy of your digit', energy),
    entry('free-energy gap, test less train', gap),
    entry('log p of test digits', log),
  ];
  const when = element('p', { className: 'caption', role: 'status' });
  root.append(element('dl', { className: 'readings' }, ...readings), when);
  /** Of which model, and when, the likelihood is. */
  const measured = signal({ model: NONE, revision: 0, steps: 0 });
  effect(() => {
    const { model, revision, steps } = measured.value;
    if (model !== session.modelId.value) gap.textContent = log.textContent = '–';
    const old = model === session.modelId.value && revision !== session.revision;
    when.textContent = old
      ? `Gap and log p are of the model at step ${count(steps)}: it has learnt since.`
      : '';
  });
  measure.addEventListener('click', async () => {
    const { model } = session;
    if (!model) return;
    measure.disabled = true;
    try {
      const { train, test } = await data.ready();
      const asked = { model: model.id, revision: session.revision, steps: trainer.steps };
      const work = (/** @type {(share: number) => void} */ onShare) =>
        session.call('likelihood', model.id, train.id, test.id, Comlink.proxy(onShare));
      const found = await track('Annealing', work);
      measured.value = asked;
      gap.textContent = nats(found.gap);
      log.textContent = `${nats(found.logLikelihood)} (± ${found.standardDeviation.toFixed(1)})`;
    } catch (error) {
      tell(error);
    }
    measure.disabled = false;
  });
  return {
    root,
    async update(model, input) {
      energy.textContent = nats(await session.call('freeEnergy', model.id, input.slice()));
    },
  };
}

/** @param {number} value */
const nats = (value) => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)} nats`;
