// How the units of a layer lie side by side: as pixels, as feature maps, as states by step, or in a square.
import { at } from '../shared/at.js';

/** @typedef {import('../engine/worker.js').ModelDescription} Model */
/** @typedef {{ columns: number, rows: number, width: number, height: number, across: number }} Shape maps of width × height units, `across` in a row and a cell apart */

/** @param {Model} model @param {number} layer @param {number} [proportion] of the width to the height that feature maps are laid out for @returns {Shape} */
export function shapeOf({ layers, layerShapes }, layer, proportion = 1) {
  const [units, { kind, channels, ...map }] = [at(layers, layer), at(layerShapes, layer)];
  const across = Math.ceil(Math.sqrt(channels * proportion));
  const ends = layer === 0 || layer === layers.length - 1;
  // The steps of a pen are too narrow a table.
  if (kind === 'vector' || (kind === 'sequence' && ends)) {
    map.columns = Math.ceil(Math.sqrt(units));
    map.rows = Math.ceil(units / map.columns);
  }
  return {
    columns: across * (map.columns + 1) - 1,
    rows: Math.ceil(channels / across) * (map.rows + 1) - 1,
    width: map.columns,
    height: map.rows,
    across,
  };
}

/** Column and row of a unit. @param {Shape} shape @param {number} unit @returns {[number, number]} */
export function placeOf({ width, height, across }, unit) {
  const map = Math.floor(unit / (width * height));
  const rest = unit % (width * height);
  return [
    (map % across) * (width + 1) + (rest % width),
    Math.floor(map / across) * (height + 1) + Math.floor(rest / width),
  ];
}

/** The unit at a column and a row, if there is one. @param {Shape} shape @param {number} units @param {number} column @param {number} row */
export function unitAt({ width, height, across }, units, column, row) {
  const [x, y] = [column % (width + 1), row % (height + 1)];
  if (x === width || y === height) return undefined;
  const map = Math.floor(row / (height + 1)) * across + Math.floor(column / (width + 1));
  const unit = (map * height + y) * width + x;
  return unit >= 0 && unit < units ? unit : undefined;
}

/** The values of a layer as they lie, cells without a unit 0. @param {Shape} shape @param {Float32Array} values */
export function spread(shape, values) {
  const cells = new Float32Array(shape.columns * shape.rows);
  values.forEach((value, unit) => {
    const [column, row] = placeOf(shape, unit);
    cells[row * shape.columns + column] = value;
  });
  return cells;
}

/** @param {Model} model @param {number} layer */
export function nameOf({ layers, codeLayer }, layer) {
  if (layer === 0) return 'input';
  if (layer === codeLayer) return 'code';
  return layer === layers.length - 1 ? 'reconstruction' : `layer ${layer}`;
}
