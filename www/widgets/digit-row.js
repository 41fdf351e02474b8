// Digits in a row, each a canvas in a button, painted anew when the page's colours change.
import { element } from '../shared/element.js';
import { onScheme } from './colours.js';
import { paintFigure } from './figure.js';

/** Places that digits will stand in, so that nothing moves when they come. @param {number} count */
export const emptyDigits = (count) =>
  Array.from({ length: count }, () =>
    element('button', { type: 'button', className: 'digit', disabled: true, 'aria-label': 'not there yet' }),
  );

/** What the canvas of each digit in a row shows; digits that are gone are not held here. @type {WeakMap<HTMLCanvasElement, import('./figure.js').Figure>} */
const figures = new WeakMap();
/** For as long as the page lasts. */
export const repaintDigits = () =>
  onScheme(() => {
    for (const canvas of document.querySelectorAll('canvas')) {
      const figure = figures.get(canvas);
      if (figure) paintFigure(canvas, figure);
    }
  });

/** A digit in a row of digits: a canvas in a button. @param {import('./figure.js').Figure} figure @param {string} label */
export function digitButton(figure, label) {
  const canvas = element('canvas', { width: 28, height: 28 });
  paintFigure(canvas, figure);
  figures.set(canvas, figure);
  return element('button', { type: 'button', className: 'digit', 'aria-label': label, title: label }, canvas);
}
