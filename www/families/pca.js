// PCA: the same subspace found in two ways, from eigenvectors in one pass and by gradient descent.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { onEnd } from '../shared/scope.js';
import { LossChart } from '../widgets/loss-chart.js';
import { tell, track } from '../widgets/messages.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

const STEPS = 1000;
/** Steps between two points. */
const LAP = 50;
const RATE = 0.01;

/** @param {Page} page @returns {import('./section.js').Shown} */
export function subspace({ session, data, trainer }) {
  const start = element('button', { type: 'button' }, 'Find it in both ways');
  const root = section('eigenvectors or gradient descent', [start]);
  const chart = new LossChart(
    element('div', { className: 'chart', role: 'img', 'aria-label': 'Test errors of both ways by step' }),
  );
  const key = element('p', { className: 'key' }, element('span', {}, 'eigenvectors, after one pass'));
  key.append(element('span', { className: 'key-test' }, 'gradient descent'));
  const note = element('p', { className: 'caption', role: 'status' }, NOTE);
  root.append(key, chart.root, note);
  let turn = 0;
  start.addEventListener('click', async () => {
    const { model } = session;
    if (!model) return;
    const mine = ++turn;
    start.disabled = true;
    /** @type {import('../engine/held.js').ModelId[]} */
    const ids = [];
    try {
      const { train, test } = await data.ready();
      const { codeSize } = model;
      for (const method of ['closed-form', 'gradient'])
        ids.push((await session.call('create', 'pca', { codeSize, method })).id);
      const [solved, descending] = [ids.slice(0, 1), ids.slice(1)];
      /** @type {import('../engine/trainer.js').History} */
      const history = { steps: [], losses: [], tests: [] };
      await track('Finding directions', async (onShare) => {
        const { steps: _, ...pass } = trainer.schooling(0);
        const measured = session.call('lap', solved, train.id, test.id, { ...pass, epochs: 1 });
        const least = at(await measured, 0);
        for (let step = 0; step <= STEPS && mine === turn; step += LAP) {
          // Ever smaller steps, so that it comes to rest.
          const learningRate = RATE * (1 - step / (STEPS + LAP));
          const lap = { ...pass, steps: LAP, learningRate, seed: pass.seed + step };
          const errors = await session.call('lap', descending, train.id, test.id, step > 0 ? lap : null);
          const error = at(errors, 0);
          history.steps.push(step);
          history.losses.push(least);
          history.tests.push(error);
          chart.show(history);
          note.textContent = `Squared error on test digits: ${least.toFixed(2)} from eigenvectors, ${error.toFixed(2)} by gradient descent after ${step} steps. ${NOTE}`;
          onShare(step / STEPS);
        }
      });
    } catch (error) {
      tell(error);
    }
    for (const id of ids) session.call('free', id).catch(() => {});
    start.disabled = false;
  });
  onEnd(() => turn++);
  return { root, update() {} };
}

const NOTE =
  'No other subspace of so few directions has so small an error on the digits that they were found from: who comes down to it has found the same one.';
