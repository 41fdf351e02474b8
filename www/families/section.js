// What every part that is particular to a family is: a section below the picture.
import { element } from '../shared/element.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */
/**
 * `update` is called with the model, the input that the picture shows and the model's revision, whenever one of them
 * changes. What a part begins ends when another family takes its place.
 * @typedef {{ root: HTMLElement, update: (model: ModelDescription, input: Float32Array, revision: number) => Promise<void> | void }} Shown
 */
/** @typedef {(page: Page) => Shown} Particular */

/** A section with a heading, and what stands beside the heading. @param {string} title @param {(Node | string)[]} [beside] */
export function section(title, beside = []) {
  const head = element('div', { className: 'head' }, element('h2', {}, title), ...beside);
  return element('section', { className: 'particular', 'aria-label': title }, head);
}

/** A small picture with its name below it, and room for what is said of it. @param {string} name */
export function namedPicture(name) {
  const canvas = element('canvas', { width: 28, height: 28, role: 'img', 'aria-label': name });
  const said = element('span', { className: 'caption' });
  return { canvas, said, figure: element('figure', {}, canvas, element('figcaption', {}, name), said) };
}
