// How the units of a layer lie side by side: as pixels, as feature maps, as states by step, or in a square.
import { isOfStrokes } from '../../shared/pen-sequences.js';

/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {{ columns: number, rows: number, tile: number, across: number }} Shape tiles of `tile` × `tile` units, `across` in a row and a cell apart; a single one may be of any shape */

/** @param {Model} model @param {number} layer @returns {Shape} */
export function shapeOf(model, layer) {
  const { layers, config } = model;
  const units = layers[layer];
  const { channels, hidden } = /** @type {Record<string, number | undefined>} */ (config);
  const last = layers.length - 1;
  const ends = layer === 0 || layer === last;
  if (channels && !ends && layer !== last / 2) {
    const maps = channels * (layer === 1 || layer === last - 1 ? 1 : 2);
    const tile = Math.sqrt(units / maps);
    const across = Math.ceil(Math.sqrt(maps));
    const rows = Math.ceil(maps / across) * (tile + 1) - 1;
    return { columns: across * (tile + 1) - 1, rows, tile, across };
  }
  const states = hidden && !ends && layer !== last / 2;
  const columns = states ? hidden : Math.ceil(Math.sqrt(units));
  return { columns, rows: Math.ceil(units / columns), tile: 0, across: 1 };
}

/** Whether the units are pixels. @param {Model} model @param {number} layer */
export const isImage = (model, layer) =>
  !isOfStrokes(model) && (layer === 0 || layer === model.layers.length - 1);

/** Column and row of a unit. @param {Shape} shape @param {number} unit @returns {[number, number]} */
export function placeOf({ columns, tile, across }, unit) {
  if (tile === 0) return [unit % columns, Math.floor(unit / columns)];
  const map = Math.floor(unit / tile ** 2);
  const rest = unit % tile ** 2;
  return [
    (map % across) * (tile + 1) + (rest % tile),
    Math.floor(map / across) * (tile + 1) + Math.floor(rest / tile),
  ];
}

/** The unit at a column and a row, if there is one. @param {Shape} shape @param {number} units @param {number} column @param {number} row */
export function unitAt({ columns, tile, across }, units, column, row) {
  if (tile === 0) return within(row * columns + column, units);
  const [x, y] = [column % (tile + 1), row % (tile + 1)];
  if (x === tile || y === tile) return undefined;
  const map = Math.floor(row / (tile + 1)) * across + Math.floor(column / (tile + 1));
  return within(map * tile ** 2 + y * tile + x, units);
}

/** @param {number} unit @param {number} units */
const within = (unit, units) => (unit >= 0 && unit < units ? unit : undefined);

/** The values of a layer as they lie, cells without a unit 0. @param {Shape} shape @param {Float32Array} values */
export function spread(shape, values) {
  if (shape.tile === 0) return values;
  const cells = new Float32Array(shape.columns * shape.rows);
  values.forEach((value, unit) => {
    const [column, row] = placeOf(shape, unit);
    cells[row * shape.columns + column] = value;
  });
  return cells;
}

/** @param {Model} model @param {number} layer */
export function nameOf({ layers }, layer) {
  if (layer === 0) return 'input';
  if (layer === layers.length >> 1) return 'code';
  return layer === layers.length - 1 ? 'reconstruction' : `layer ${layer}`;
}
