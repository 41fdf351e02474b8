// Pixels and activations as colours. Colours are the page's own tokens, read anew when the scheme changes.

/** @typedef {[number, number, number]} Colour */

const scheme = matchMedia('(prefers-color-scheme: dark)');
/** @type {Map<string, Colour>} */
const colours = new Map();
scheme.addEventListener('change', () => colours.clear());

/** @param {() => void} repaint called when light turns to dark or back */
export const onScheme = (repaint) => scheme.addEventListener('change', repaint);

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
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  colours.set(token, [r, g, b]);
  return [r, g, b];
}

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
 */
export function paintActivations(canvas, values, columns) {
  const [above, below] = [colour('above'), colour('below')];
  const strongest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
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
