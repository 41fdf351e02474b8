// The page's colours, from its own tokens, read anew when light turns to dark; and whether it may move.

import { listen } from '../shared/scope.js';

/** @typedef {[number, number, number]} Colour */

const scheme = matchMedia('(prefers-color-scheme: dark)');
/** @type {Map<string, Colour>} */
const colours = new Map();
scheme.addEventListener('change', () => colours.clear());

/** @param {() => void} repaint called when light turns to dark or back */
export const onScheme = (repaint) => listen(scheme, 'change', repaint);

const motion = matchMedia('(prefers-reduced-motion: reduce)');
export const motionAllowed = () => !motion.matches;

/** The value of a colour token, through a canvas so that any CSS notation will do. @param {string} token @returns {Colour} */
export function colour(token) {
  const known = colours.get(token);
  if (known) return known;
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(1, 1).getContext('2d')
  );
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
  context.fillRect(0, 0, 1, 1);
  const { data } = context.getImageData(0, 0, 1, 1);
  const found = /** @type {Colour} */ (Array.from(data.subarray(0, 3)));
  colours.set(token, found);
  return found;
}

/** The same as CSS has it. @param {string} token */
export const rgb = (token) => `rgb(${colour(token)})`;
