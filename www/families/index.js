// What is particular to a family, shown below the picture for as long as a model of it is in use.
import { element } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { tell } from '../widgets/messages.js';
import { activity } from './activation-histogram.js';
import { chain } from './gibbs-chain.js';
import { switches } from './convolutional.js';
import { classes } from './cvae.js';
import { restore } from './denoising.js';
import { layers } from './layer-progress.js';
import { likelihood } from './likelihood.js';
import { subspace } from './pca.js';
import { race } from './pretraining-race.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {import('./section.js').Shown} Shown */
/** @typedef {import('./section.js').Particular} Particular */

/** @type {Record<string, Particular[]>} */
const PARTICULARS = {
  pca: [subspace],
  stacked: [layers],
  sparse: [activity],
  denoising: [restore],
  contractive: [activity],
  convolutional: [switches],
  rbm: [chain, likelihood],
  dbn: [layers, chain, race],
  cvae: [classes],
};

/** @param {HTMLElement} root @param {Page} page */
export function mountParticulars(root, page) {
  const { session, picture, state } = page;
  /** Made once for each family that is met. @type {Map<string, Shown[]>} */
  const made = new Map();
  let family = '';
  /** @type {Shown[]} */
  let shown = [];
  let learnt = 0;
  const update = latest(async () => {
    const { model } = session;
    const input = picture.look?.layers[0];
    if (!model || !input || input.length !== model.inputSize || !root.checkVisibility()) return;
    for (const part of shown) await Promise.resolve(part.update(model, input, learnt)).catch(tell);
  });
  session.addEventListener('model', () => {
    const { model } = session;
    if (!model || model.family === family) return;
    shown.forEach(({ end }) => end?.());
    family = model.family;
    shown = made.get(family) ?? (PARTICULARS[family] ?? []).map((make) => make(page));
    made.set(family, shown);
    root.replaceChildren(...shown.map((part) => part.root));
    root.hidden = shown.length === 0;
  });
  session.addEventListener('model', () => update(undefined));
  session.addEventListener('learnt', () => {
    learnt++;
    update(undefined);
  });
  picture.addEventListener('look', () => update(undefined));
  // Beside some tools none of it is shown, nor computed.
  let view = state.value('view');
  state.addEventListener('change', () => {
    if (view !== state.value('view')) requestAnimationFrame(() => update(undefined));
    view = state.value('view');
  });
}
