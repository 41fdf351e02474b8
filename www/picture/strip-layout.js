// Where the layers stand: strips of cells between the image and the code, the shorter the fewer units they have.
import { at } from '../shared/at.js';

/** @typedef {{ x: number, width: number, top: number, height: number, columns: number, units: number }} Station */
/** @typedef {{ width: number, height: number, image: number, waist: number, pixel: number }} Space */

/** The largest a cell of a narrow layer may be, in CSS pixels. */
const LARGEST_CELL = 9;
/** The part of the width that strips may fill; the rest is for what flows between them. */
const FILLED = 0.42;

/**
 * @param {number[]} widths units of each layer, from the image's side to the code's
 * @param {number} codeSize
 * @param {Space} space height of the image at one edge and of the code at the other; `pixel` is one device pixel
 * @returns {Station[]} the image's edge, the strips, the code's edge
 */
export function layOut(widths, codeSize, space) {
  const { width, height, image, waist } = space;
  const widest = Math.max(...widths);
  const span = Math.log(widest / codeSize) || 1;
  const heightOf = (/** @type {number} */ units) => {
    const share = Math.min(1, Math.max(0, Math.log(units / codeSize) / span));
    return waist + (height - waist) * share;
  };
  const area = widths.reduce((sum, units) => sum + units / heightOf(units), 0);
  const even = Math.sqrt((FILLED * width) / area);
  const strips = widths.map((units) => strip(units, heightOf(units), Math.min(even, 5), space));
  const filled = strips.reduce((sum, made) => sum + made.width, 0);
  const gap = (width - filled) / (strips.length + 1);
  let x = gap;
  for (const made of strips) {
    made.x = x;
    x += made.width + gap;
  }
  return [edge(0, image, at(widths, 0), height), ...strips, edge(width, waist, codeSize, height)];
}

/**
 * @param {number} units
 * @param {number} height
 * @param {number} even the cell that all strips together would fit in
 * @param {Space} space
 * @returns {Station}
 */
function strip(units, height, even, { pixel, height: whole }) {
  const wanted = Math.max(even, Math.min(LARGEST_CELL, height / units));
  const cell = Math.max(pixel, Math.floor(wanted / pixel) * pixel);
  const columns = Math.ceil(units / Math.max(1, Math.floor(height / cell)));
  const rows = Math.ceil(units / columns);
  return { x: 0, width: columns * cell, top: (whole - rows * cell) / 2, height: rows * cell, columns, units };
}

/** @param {number} x @param {number} height @param {number} units @param {number} whole @returns {Station} */
const edge = (x, height, units, whole) => ({
  x,
  width: 0,
  top: (whole - height) / 2,
  height,
  columns: 1,
  units,
});

/** Mirrors stations made for the encoder, for the decoder. @param {Station[]} stations @param {number} width */
export const mirror = (stations, width) =>
  stations.map((station) => ({ ...station, x: width - station.x - station.width })).reverse();

/** The middle of a unit, seen from above. @param {Station} station @param {number} unit */
export function unitHeight({ top, height, columns, units }, unit) {
  const rows = Math.ceil(units / columns);
  return top + ((Math.floor(unit / columns) + 0.5) * height) / rows;
}
