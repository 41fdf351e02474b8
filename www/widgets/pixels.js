// Pixels as ink, and activations in two colours.
import { colour } from './colours.js';

/** @typedef {import('./colours.js').Colour} Colour */

/**
 * Paints values in 0…1 as ink on whatever lies behind, row by row.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {Float32Array} pixels
 * @param {number} [columns]
 */
export function paintInk(canvas, pixels, columns = 28) {
  const ink = colour('ink');
  paint(canvas, pixels, columns, (value) => [ink, value]);
}

/**
 * Paints signed activations: above zero in one colour, below in the other, as strong as the strongest allows.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {Float32Array} values
 * @param {number} columns
 * @param {number} [most] the strongest of several that are to be compared
 */
export function paintActivations(canvas, values, columns, most = strongestOf(values)) {
  const [above, below] = [colour('above'), colour('below')];
  const strongest = most || 1;
  paint(canvas, values, columns, (value) => [
    value > 0 ? above : below,
    Math.sqrt(Math.abs(value) / strongest),
  ]);
}

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {Float32Array} values
 * @param {number} columns
 * @param {(value: number) => [Colour, number]} tint
 */
function paint(canvas, values, columns, tint) {
  const rows = Math.ceil(values.length / columns);
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(columns, rows);
  values.forEach((value, i) => {
    const [[r, g, b], strength] = tint(value);
    image.data.set([r, g, b, 255 * strength], 4 * i);
  });
  context.putImageData(image, 0, 0);
}

/** @param {Float32Array} values */
export const strongestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
