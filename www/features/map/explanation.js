// What the maps say of themselves.
import { element } from '../../shared/element.js';

/** @param {number} units */
export function sentenceOn(units) {
  if (units === 1) return 'A code of a single unit is a line, not a map.';
  if (units === 2)
    return 'Each point is a digit, placed by the two numbers of its code. The other map has two numbers as well, by PCA of the pixels: see which keeps the ten digits apart.';
  return `Each point is a digit: of its ${units} units, the plane shows the two directions in which the codes vary most. Digits that are mixed here may lie apart in all the others.`;
}

export const hint = () =>
  element(
    'p',
    { className: 'caption' },
    'Drag a rectangle on the map of the codes for a grid, click two points for a walk; with Shift, dragging moves the map; pinching, or Ctrl and the wheel, zooms it.',
    element(
      'span',
      { className: 'keys-hint' },
      ' Or by keyboard: arrows, Shift and arrows, Enter; + and − zoom.',
    ),
  );
