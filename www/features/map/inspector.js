// What stands under the pointer: the nearest digit, and what the decoder makes of the very place.
import { signal } from '@preact/signals-core';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { effect } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { onScheme } from '../../widgets/colours.js';
import { paintFigure } from '../../widgets/figure.js';
import { both } from '../../widgets/scatter/frame.js';

/** @typedef {import('../../widgets/scatter/frame.js').Point} Point */
/** @typedef {import('./worker.js').Part} Part */
/** @typedef {import('../../widgets/figure.js').Figure} Figure */
/** @typedef {{ parts: Part[], key: string }} Digits what stands on a map, part after part; none where only its places came */
/** @typedef {{ point: Point, nearest: Float32Array, index: number, digits: Digits, label: number | undefined, from: string, decode: (point: Float32Array) => Promise<Figure> }} Subject the place of the nearest digit, too */
/** @typedef {{ name: string, caption: string, text: string, figure?: Figure }} Place */

export class Inspector {
  /** @param {import('../../engine/session.js').Session} session */
  constructor(session) {
    this.session = session;
    this.places = signal(
      /** @type {[Place, Place]} */ ([
        { name: 'The nearest digit', caption: 'nearest digit', text: '–' },
        { name: 'What is decoded here', caption: 'decoded here', text: '–' },
      ]),
    );
    this.show = latest((/** @type {Subject} */ subject) => this.showNow(subject));
  }

  /** @param {Subject} subject */
  async showNow({ point, nearest, index, digits, label, from, decode }) {
    const [part, offset] = locate(digits.parts, index);
    // A digit of which only the place is known is what the decoder makes of that.
    const picture = part ? await this.session.call('images', part.id, offset, 1) : await decode(nearest);
    const decoded = await decode(Float32Array.from(point));
    const [first, second] = this.places.value;
    const caption = part ? 'nearest digit' : 'nearest digit, decoded';
    this.places.value = [
      { ...first, caption, text: label === undefined ? 'unlabelled' : `a ${label}`, figure: picture },
      { ...second, caption: from, text: coordinatesOf(point), figure: decoded },
    ];
  }
}

/** @param {Inspector} inspector */
export function inspection({ places }) {
  const canvases = places.value.map(({ name }) =>
    element('canvas', { width: 28, height: 28, role: 'img', 'aria-label': name }),
  );
  const paint = () => places.value.forEach(({ figure }, i) => figure && paintFigure(at(canvases, i), figure));
  effect(paint);
  onScheme(paint);
  return show(element('div', { className: 'inspector' }), () =>
    places.value.map(
      ({ caption, text }, i) =>
        html`<div>
          ${canvases[i]}
          <p><small>${caption}</small><strong role="status">${text}</strong></p>
        </div>`,
    ),
  );
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
