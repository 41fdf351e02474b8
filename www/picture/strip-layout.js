// Where the layers stand: strips of cells between the image and the code, as high as a square of their units would be.
import { at } from '../shared/at.js';
import { placeOf, unitAt } from './layer-shape.js';

/** @typedef {import('./layer-shape.js').Shape} Shape */
/** Where a layer stands; `shape` where its units lie in an order of their own. @typedef {{ x: number, width: number, top: number, height: number, columns: number, units: number, shape?: Shape }} Station */
/** @typedef {{ left: number, top: number, width: number, height: number }} Cell */
/** @typedef {{ width: number, height: number, pixel: number }} Space */

/** How many cells fit into the height where they are as large as they may be: those of most layers, and of a narrow one. */
const [LARGE_CELLS, LARGEST_CELLS] = [43, 24];
/** The height of a layer of hardly any units, in CSS pixels. */
const LOWEST = 12;
/** The width of a table of units by its height, at most. */
const WIDEST = 0.36;
/** The part of the width that strips may fill; the rest is for what flows between them. */
const FILLED = 0.42;

/** The height of a layer beside that of the widest. @param {number} units @param {number} widest */
export const shareOfHeight = (units, widest) => Math.sqrt(units / widest);

/**
 * @param {number[]} widths units of each layer, from the image's side to the code's
 * @param {(Shape | undefined)[]} shapes of those that are no mere rows of units
 * @param {number} codeSize
 * @param {Space} space `pixel` is one device pixel
 * @returns {Station[]} the image's edge, the strips, the code's edge
 */
export function layOut(widths, shapes, codeSize, space) {
  const { width, height } = space;
  const widest = Math.max(...widths, codeSize);
  const heightOf = (/** @type {number} */ units) => Math.max(LOWEST, height * shareOfHeight(units, widest));
  const area = widths.reduce((sum, units) => sum + units / heightOf(units), 0);
  const even = Math.sqrt((FILLED * width) / area);
  const strips = widths.map((units, i) => {
    const shape = shapes[i];
    return shape
      ? shaped(units, heightOf(units), shape, space)
      : strip(units, heightOf(units), Math.min(even, height / LARGE_CELLS), space);
  });
  const filled = strips.reduce((sum, made) => sum + made.width, 0);
  const gap = (width - filled) / (strips.length + 1);
  let x = gap;
  for (const made of strips) {
    made.x = x;
    x += made.width + gap;
  }
  return [
    edge(0, height, at(widths, 0), height),
    ...strips,
    edge(width, heightOf(codeSize), codeSize, height),
  ];
}

/**
 * @param {number} units
 * @param {number} height
 * @param {number} even the cell that all strips together would fit in
 * @param {Space} space
 * @returns {Station}
 */
function strip(units, height, even, { pixel, height: whole }) {
  const wanted = Math.max(even, Math.min(whole / LARGEST_CELLS, height / units));
  const cell = Math.max(pixel, Math.floor(wanted / pixel) * pixel);
  const columns = Math.ceil(units / Math.max(1, Math.floor(height / cell)));
  const rows = Math.ceil(units / columns);
  return { x: 0, width: columns * cell, top: (whole - rows * cell) / 2, height: rows * cell, columns, units };
}

/** As wide as its cells are high, but for tables that would be wider than a strip. @param {number} units @param {number} height @param {Shape} shape @param {Space} space @returns {Station} */
function shaped(units, height, shape, { height: whole }) {
  const width = Math.min((height * shape.columns) / shape.rows, WIDEST * height);
  return { x: 0, width, top: (whole - height) / 2, height, columns: shape.columns, units, shape };
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

/** Where a unit is painted. @param {Station} station @param {number} unit @returns {Cell} */
export function cellOf({ x, width, top, height, columns, units, shape }, unit) {
  const [column, row] = shape ? placeOf(shape, unit) : [unit % columns, Math.floor(unit / columns)];
  const rows = shape?.rows ?? Math.ceil(units / columns);
  const [w, h] = [width / columns, height / rows];
  return { left: x + column * w, top: top + row * h, width: w, height: h };
}

/** Which unit is painted there, if any. @param {Station} station @param {number} left @param {number} down */
export function unitIn({ x, width, top, height, columns, units, shape }, left, down) {
  const rows = shape?.rows ?? Math.ceil(units / columns);
  const [column, row] = [
    Math.floor(((left - x) / width) * columns),
    Math.floor(((down - top) / height) * rows),
  ];
  if (shape) return unitAt(shape, units, column, row);
  const unit = row * columns + column;
  return unit < units ? unit : undefined;
}

/** The middle of a unit, seen from above. @param {Station} station @param {number} unit */
export function unitHeight(station, unit) {
  const { top, height } = cellOf(station, unit);
  return top + height / 2;
}
