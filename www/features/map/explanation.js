// What the maps say of themselves.
import { element } from '../../shared/element.js';

/** @param {number} units @param {number | undefined} byCode the share of neighbours that are the same digit @param {number | undefined} byPixels */
export function sentenceOn(units, byCode, byPixels) {
  if (units === 1) return 'A code of a single unit is a line, not a map.';
  const placed =
    units === 2
      ? 'Each point is a digit, placed by the two numbers of its code.'
      : `Each point is a digit, seen from the two directions in which its ${units} numbers vary most.`;
  if (byCode === undefined || byPixels === undefined) return placed;
  const [code, pixels] = [byCode, byPixels].map((share) => `${Math.round(100 * share)} %`);
  return `${placed} Of its ten neighbours ${code} are the same digit, by PCA of the pixels ${pixels}.`;
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
