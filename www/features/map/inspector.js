// What stands under the pointer: the nearest digit, and what the decoder makes of the very place.
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { onScheme } from '../../widgets/colours.js';
import { paintFigure } from '../../widgets/figure.js';
import { tell } from '../../widgets/messages.js';
import { both } from '../../widgets/scatter/frame.js';

/** @typedef {import('../../widgets/scatter/frame.js').Point} Point */
/** @typedef {import('./worker.js').Part} Part */
/** @typedef {import('../../widgets/figure.js').Figure} Figure */
/** @typedef {{ parts: Part[], labels?: Uint8Array, key: string }} Digits what stands on a map, part after part; none where only its places came */
/** @typedef {{ point: Point, nearest: Float32Array, index: number, digits: Digits, from: string, decode: (point: Float32Array) => Promise<Figure> }} Subject the place of the nearest digit, too */

export class Inspector {
  /** @param {import('../../engine/session.js').Session} session */
  constructor(session) {
    this.session = session;
    this.nearest = place('The nearest digit', 'nearest digit');
    this.decoded = place('What is decoded here', 'decoded here');
    this.root = element('div', { className: 'inspector' }, this.nearest.root, this.decoded.root);
    /** @type {Figure[]} */
    this.figures = [];
    this.show = latest((/** @type {Subject} */ subject) => this.showNow(subject));
    onScheme(() => this.paint());
  }

  /** @param {Subject} subject */
  async showNow({ point, nearest, index, digits, from, decode }) {
    const { model, call } = this.session;
    try {
      const [part, offset] = locate(digits.parts, index);
      // A digit of which only the place is known is what the decoder makes of that.
      const picture = part ? await call('images', part.id, offset, 1) : await decode(nearest);
      this.figures = [picture, await decode(Float32Array.from(point))];
      const label = digits.labels?.[index];
      this.nearest.caption.textContent = part ? 'nearest digit' : 'nearest digit, decoded';
      this.nearest.text.textContent = label === undefined ? 'unlabelled' : `a ${label}`;
      this.decoded.caption.textContent = from;
      this.decoded.text.textContent = coordinatesOf(point);
      this.paint();
    } catch (error) {
      if (model?.id === this.session.model?.id) tell(error);
    }
  }

  paint() {
    const [picture, decoded] = this.figures;
    if (picture) paintFigure(this.nearest.canvas, picture);
    if (decoded) paintFigure(this.decoded.canvas, decoded);
  }
}

/** @param {string} label @param {string} words */
function place(label, words) {
  const canvas = element('canvas', { width: 28, height: 28, role: 'img', 'aria-label': label });
  const caption = element('small', {}, words);
  const text = element('strong', { role: 'status' }, '–');
  return { canvas, caption, text, root: element('div', {}, canvas, element('p', {}, caption, text)) };
}

/** @param {Part[]} parts @param {number} index @returns {[Part | undefined, number]} */
function locate(parts, index) {
  const [first, ...others] = parts;
  return !first || index < first.count || others.length === 0
    ? [first, index]
    : locate(others, index - first.count);
}

/** @param {Point} point */
export const coordinatesOf = (point) =>
  `(${both((axis) => point[axis])
    .map((value) => value.toFixed(2).replace('-', '−'))
    .join(', ')})`;
