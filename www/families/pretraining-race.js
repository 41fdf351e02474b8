// DBN: the stack as it was pretrained, unrolled, against the same network from random weights, both
// fine-tuned at equal steps and rates.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { onEnd } from '../shared/scope.js';
import { LossChart } from '../widgets/loss-chart.js';
import { tell, track } from '../widgets/messages.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

const STEPS = 200;
/** Steps between two points. */
const LAP = 20;

/** @param {Page} page @returns {import('./section.js').Shown} */
export function race({ session, data, trainer }) {
  const start = element('button', { type: 'button' }, 'Start the race');
  const root = section('does the pretraining help?', [start]);
  const chart = new LossChart(
    element('div', { className: 'chart', role: 'img', 'aria-label': 'Test losses of both networks by step' }),
  );
  const key = element('p', { className: 'key' }, element('span', {}, 'pretrained layer by layer'));
  key.append(element('span', { className: 'key-test' }, 'random weights'));
  const note = `The machines as they were before any fine-tuning, unrolled, and the same network from random weights: both learn from the same ${STEPS} batches at the same rate. The curves are their squared errors on test digits.`;
  root.append(key, chart.root, element('p', { className: 'caption' }, note));
  let turn = 0;
  start.addEventListener('click', async () => {
    const { model } = session;
    if (!model) return;
    const mine = ++turn;
    start.disabled = true;
    /** @type {import('../engine/held.js').ModelId[]} */
    let racers = [];
    try {
      const { train, test } = await data.ready();
      racers = await session.call('lineUp', model.id);
      /** @type {import('../widgets/loss-chart.js').History} */
      const history = { steps: [], losses: [], tests: [] };
      await track('Racing', async (onShare) => {
        for (let step = 0; step <= STEPS && mine === turn; step += LAP) {
          const pass = trainer.schooling(LAP);
          const schooling = step > 0 ? { ...pass, seed: pass.seed + step } : null;
          const errors = await session.call('lap', racers, train.id, test.id, schooling);
          history.steps.push(step);
          history.losses.push(at(errors, 0));
          history.tests.push(at(errors, 1));
          chart.show(history);
          onShare(step / STEPS);
        }
      });
    } catch (error) {
      tell(error);
    }
    for (const id of racers) session.call('free', id).catch(() => {});
    start.disabled = false;
  });
  onEnd(() => turn++);
  return { root, update() {} };
}
