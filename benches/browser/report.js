// The measurements as Markdown.
import { readFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { found } from '../../scripts/found.mjs';
import { shapeNames, shapes } from './shapes.js';
import { median, quantile, ratioOf } from './statistics.js';

/** @import { Result } from './race.js' */
/** @import { Shape, ShapeName } from './shapes.js' */
/** @typedef {Record<ShapeName, Result[]>} Races */

const milliseconds = (/** @type {number} */ value) =>
  `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ms`;
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/** @param {string[]} header @param {(string | number)[][]} rows */
function table(header, rows) {
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** @param {Result[]} results */
function raceTable(results) {
  const ours = found(results[0], 'contender');
  return table(
    ['', 'threads', 'median', 'fastest to slowest round', 'ratio to ours'],
    results.map(({ label, threads, milliseconds: times }) => [
      label,
      threads,
      milliseconds(median(times)),
      `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}`,
      `${ratioOf(times, ours.milliseconds).toFixed(2)}×`,
    ]),
  );
}

/** @param {string} browserVersion */
function versions(browserVersion) {
  const own = JSON.parse(readFileSync('benches/browser/package.json', 'utf8')).dependencies;
  const burn = readFileSync('Cargo.lock', 'utf8').match(/name = "burn"\nversion = "(.*)"/);
  const libraries = Object.entries(own).filter(([name]) => name !== 'onnx-proto');
  return [
    `Chromium ${browserVersion}`,
    `Burn ${found(burn, 'Burn')[1]}`,
    ...libraries.map((pair) => pair.join(' ')),
  ].join(', ');
}

/**
 * @param {{
 *   browserVersion: string,
 *   training: Races,
 *   single: Races,
 *   native: { name: string, milliseconds: number }[],
 *   memory: { early: number, late: number },
 *   visits: number[],
 *   uses: { euclidean: number[], cosine: number[], frames: number[], text: number },
 *   sizes: Record<'first' | 'whole', { raw: number, brotli: number }>,
 * }} results
 */
export function report({ browserVersion, training, single, native, memory, visits, uses, sizes }) {
  const machine = `${found(cpus()[0], 'processor').model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}`;
  /** @param {(shape: Shape) => string} title @param {Races} results */
  const races = (title, results) =>
    shapeNames.flatMap((name) => [`### ${title(shapes[name])}`, raceTable(results[name])]);
  return `${[
    '# Benchmarks',
    'Written by `make bench`. Medians of rounds in which the contenders take turns in one headless browser; all layers are sigmoid, the loss is squared error, the optimizer is Adam.',
    `${new Date().toISOString().slice(0, 10)}, ${machine}. ${versions(browserVersion)}.`,
    '## In the browser',
    ...races(({ label, batch }) => `A training step, ${label}, batch ${batch}`, training),
    ...races(({ label }) => `One image encoded and decoded, ${label}`, single),
    '### The page',
    table(
      ['', ''],
      [
        ['WebAssembly of a first visit after wasm-opt, raw', megabytes(sizes.first.raw)],
        ['WebAssembly of a first visit after wasm-opt, brotli', megabytes(sizes.first.brotli)],
        ['WebAssembly with the part for WebGPU, raw', megabytes(sizes.whole.raw)],
        ['WebAssembly with the part for WebGPU, brotli', megabytes(sizes.whole.brotli)],
        ['cold visit to the first reconstruction, median', milliseconds(median(visits))],
        ['wasm memory after 100 training steps', megabytes(memory.early)],
        ['wasm memory after 2,000 training steps', megabytes(memory.late)],
      ],
    ),
    '### Uses of the code',
    table(
      ['', ''],
      [
        ['10 nearest of 60,000 codes of 30 numbers, Euclidean, median', milliseconds(median(uses.euclidean))],
        ['the same by cosine, median', milliseconds(median(uses.cosine))],
        ['frame of a map of 10,000 points that is moved, median', milliseconds(median(uses.frames))],
        ['the same, slowest of twenty', milliseconds(quantile(uses.frames, 0.95))],
        ['2,000 texts of 2,000 words, both autoencoders learnt', `${(uses.text / 1000).toFixed(1)} s`],
      ],
    ),
    '## Natively',
    table(
      ['Criterion', 'median'],
      native.map((row) => [row.name, milliseconds(row.milliseconds)]),
    ),
  ].join('\n\n')}\n`;
}
