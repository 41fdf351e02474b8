// What is particular to a family, shown below the picture for as long as a model of it is in use.
import { element } from '../element.js';
import { latest } from '../lab.js';
import { tell } from '../messages.js';
import { activity } from './activity.js';
import { chain } from './chain.js';
import { classes } from './classes.js';
import { layers } from './layers.js';
import { likelihood } from './likelihood.js';
import { race } from './race.js';
import { restore } from './restore.js';
import { switches } from './switches.js';

/** @typedef {import('../main.js').Page} Page */
/** @typedef {import('../worker.js').ModelDescription} ModelDescription */
/**
 * `update` is called with the model and the input that the picture shows, whenever one of them changes.
 * @typedef {{ root: HTMLElement, update: (model: ModelDescription, input: Float32Array) => Promise<void> | void, end?: () => void }} Shown
 */
/** @typedef {(page: Page) => Shown} Particular */

/** @type {Record<string, Particular[]>} */
const PARTICULARS = {
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
  const { session, picture } = page;
  let family = '';
  /** @type {Shown[]} */
  let shown = [];
  const update = latest(async () => {
    const { model } = session;
    const input = picture.look?.layers[0];
    if (!model || !input || input.length !== model.inputSize) return;
    for (const part of shown) await Promise.resolve(part.update(model, input)).catch(tell);
  });
  session.addEventListener('model', () => {
    const { model } = session;
    if (!model || model.family === family) return;
    family = model.family;
    shown.forEach(({ end }) => end?.());
    shown = (PARTICULARS[family] ?? []).map((make) => make(page));
    root.replaceChildren(...shown.map((part) => part.root));
    root.hidden = shown.length === 0;
  });
  for (const kind of ['model', 'learnt']) session.addEventListener(kind, () => update(undefined));
  picture.addEventListener('look', () => update(undefined));
}

/** A section with a heading, and what stands beside the heading. @param {string} title @param {(Node | string)[]} [beside] */
export function section(title, beside = []) {
  const head = element('div', { className: 'head' }, element('h2', {}, title), ...beside);
  return element('section', { className: 'particular', 'aria-label': title }, head);
}
