// How a step's time grows with the size of the network and of the batch: t = a + b · parameters · batch,
// by least squares, and the share R² of the variance that this explains.
import { inputSize, layersOf } from './shapes.js';

/** @import { Page } from '@playwright/test' */

const networks = [
  [128, 32],
  [500, 30],
  [500, 250, 30],
  [1000, 500, 30],
  [1000, 500, 250, 30],
];
const batches = [32, 64, 128, 256];

/** Weights and biases. @param {number[]} widths */
function parametersOf(widths) {
  const layers = [inputSize, ...layersOf({ label: '', widths, batch: 0 })];
  return layers.slice(1).reduce((sum, outputs, i) => sum + (Number(layers[i]) + 1) * outputs, 0);
}

/** @param {Page} page */
export async function growth(page) {
  const points = [];
  for (const widths of networks)
    for (const batch of batches) {
      const shape = { label: widths.join('-'), widths, batch };
      const milliseconds = await page.evaluate(
        async (shape) => (await globalThis.bench).step(shape, 8),
        shape,
      );
      points.push({ size: parametersOf(widths) * batch, milliseconds });
      console.log(`${shape.label}, batch ${batch}: ${milliseconds.toFixed(2)} ms`);
    }
  return leastSquares(points);
}

/** @param {{ size: number, milliseconds: number }[]} points */
function leastSquares(points) {
  const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(points.map(({ size }) => size)), mean(points.map(({ milliseconds }) => milliseconds))];
  const slope =
    mean(points.map(({ size, milliseconds }) => (size - x) * (milliseconds - y))) /
    mean(points.map(({ size }) => (size - x) ** 2));
  const intercept = y - slope * x;
  const left = points.map(({ size, milliseconds }) => (milliseconds - intercept - slope * size) ** 2);
  const all = points.map(({ milliseconds }) => (milliseconds - y) ** 2);
  return { intercept, slope, determination: 1 - mean(left) / mean(all) };
}
