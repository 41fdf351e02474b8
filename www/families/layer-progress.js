// Greedy layer-wise training: whose turn it is, and the loss that each part came to.
import { element } from '../shared/element.js';
import { effect } from '../shared/scope.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

/** @param {Page} page @returns {import('./section.js').Shown} */
export function layers({ session, trainer, open }) {
  const next = element('button', { type: 'button' }, 'Train the next part');
  const root = section('one part after the other', [next]);
  const list = element('ol', { className: 'parts' });
  const note = element('p', { className: 'caption' });
  root.append(list, note);
  /** First and last loss of each part. @type {Map<number, [number, number]>} */
  let losses = new Map();
  let owner = -1;
  const show = () => {
    const { model } = session;
    const { stage } = trainer;
    if (!model) return;
    if (owner !== model.id) losses = new Map();
    owner = model.id;
    const { progress } = trainer;
    if (progress?.stage) {
      const [first] = losses.get(progress.stage.index) ?? [progress.loss];
      losses.set(progress.stage.index, [first, progress.loss]);
    }
    const widths = model.layers.slice(0, model.codeLayer + 1);
    const names = widths.slice(1).map((width, i) => `${widths[i]}–${width}`);
    const current = stage ? stage.index : names.length;
    const parts = [...names, 'all together'].map((name, i) => {
      const loss = losses.get(i);
      const came = loss ? `${loss[0].toFixed(1)} → ${loss[1].toFixed(1)}` : ' ';
      const item = element('li', {}, element('strong', {}, name), element('span', {}, came));
      item.className = i < current ? 'done' : i === current ? 'now' : '';
      if (i === current) item.setAttribute('aria-current', 'step');
      return item;
    });
    list.replaceChildren(...parts);
    next.disabled = trainer.running || !stage?.steps;
    note.textContent = stage?.steps
      ? `Each part restores its own input; the parts before it stay fixed. ${stage.step} of ${stage.steps} steps. The pictures go up through the parts trained so far and back down: the others know nothing yet.`
      : 'The parts are trained; now the whole is fine-tuned.';
  };
  next.addEventListener('click', () => {
    open('train');
    trainer.playPart();
  });
  effect(show);
  return { root, update() {} };
}
