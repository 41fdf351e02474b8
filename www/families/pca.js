// PCA and the linear autoencoder side by side: the same subspace, found from eigenvectors and by gradient descent.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { onEnd } from '../shared/scope.js';
import { LossChart } from '../widgets/loss-chart.js';
import { tell, track } from '../widgets/messages.js';
import { paintInk } from '../widgets/pixels.js';
import { namedPicture, section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

const STEPS = 1000;
/** Steps between two points. */
const LAP = 50;
const RATE = 0.01;

/** @param {Page} page @returns {import('./section.js').Shown} */
export function subspace({ session, picture, data, trainer }) {
  const start = element('button', { type: 'button' }, 'Find it in both ways');
  const root = section('PCA beside a linear autoencoder', [start]);
  const chart = new LossChart(
    element('div', { className: 'chart', role: 'img', 'aria-label': 'Test errors of both ways by step' }),
  );
  const key = element('p', { className: 'key' }, element('span', {}, 'eigenvectors, after one pass'));
  key.append(element('span', { className: 'key-test' }, 'gradient descent'));
  const note = element('p', { className: 'caption', role: 'status' }, NOTE);
  const places = ['your digit', 'by PCA', 'by the autoencoder'].map(namedPicture);
  root.append(
    element('div', { className: 'poolings' }, ...places.map(({ figure }) => figure)),
    key,
    chart.root,
    note,
  );
  /** @param {import('../engine/held.js').ModelId[]} ids */
  const compare = async (ids) => {
    const input = picture.look?.layers[0];
    if (!input) return;
    const { images, errors } = await session.call('through', ids, input.slice());
    [input, ...images].forEach((image, i) => paintInk(at(places, i).canvas, image));
    errors.forEach((error, i) => (at(places, i + 1).said.textContent = `squared error ${error.toFixed(2)}`));
  };
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
      /** @type {import('../widgets/loss-chart.js').History} */
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
          const shared = await session.call('subspaceOverlap', at(ids, 0), at(ids, 1));
          await compare(ids);
          history.steps.push(step);
          history.losses.push(least);
          history.tests.push(error);
          chart.show(history);
          note.textContent = `On test digits ${least.toFixed(2)} from eigenvectors and ${error.toFixed(2)} by gradient descent after ${step} steps; the two subspaces share ${Math.round(100 * shared)} %. ${NOTE}`;
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
  'No other subspace of so few directions has so small an error on the digits that it was found from.';
