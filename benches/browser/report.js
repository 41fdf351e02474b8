// The measurements as Markdown.
import { readFileSync } from 'node:fs';
import { cpus, totalmem, type } from 'node:os';
import { found } from '../../scripts/found.mjs';
import { lossSteps } from './base.js';
import { shapeNames, shapes } from './shapes.js';
import { median, quantile, ratioOf } from './statistics.js';

/** @import { Result } from './race.js' */
/** @import { Shape, ShapeName } from './shapes.js' */
/** @typedef {Record<ShapeName, Result[]>} Races */

const milliseconds = (/** @type {number} */ value) =>
  `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ms`;
const gigaflops = (/** @type {number} */ value) => `${value.toFixed(1)} GFLOP/s`;
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(0)} %`;
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1e3).toFixed(0)} kB`;
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

/** @typedef {import('./base.js').Pair} Pair */

/**
 * What an older commit takes for the same.
 * @param {{ commit: string, times: Pair[], visits: Record<'ours' | 'base', number[]> }} older
 */
function timesSections({ commit, times, visits }) {
  const ratio = (/** @type {number} */ a, /** @type {number} */ b) => `${(a / b).toFixed(2)}×`;
  const [own, its] = [median(visits.ours), median(visits.base)];
  return [
    `### Beside ${commit}`,
    table(
      ['', `${commit}`, 'now', 'times as fast'],
      [
        ...times.map(({ name, unit, ours, base }) => [
          `${name}: ${unit}`,
          milliseconds(base),
          milliseconds(ours),
          ratio(base, ours),
        ]),
        ['cold visit to the first reconstruction', milliseconds(its), milliseconds(own), ratio(its, own)],
      ],
    ),
  ];
}

/** @param {{ commit: string, losses: Pair[] }} older */
function lossesSections({ commit, losses }) {
  return [
    `### Losses beside ${commit}, which draws the same random numbers, after ${lossSteps} steps`,
    table(
      ['', `${commit}`, 'now', 'relative difference'],
      losses.map(({ name, ours, base }) => [
        name,
        base.toPrecision(8),
        ours.toPrecision(8),
        (Math.abs(ours - base) / Math.abs(base)).toExponential(1),
      ]),
    ),
  ];
}

/**
 * @param {{
 *   browserVersion: string,
 *   training: Races,
 *   single: Races,
 *   gpu: Result[],
 *   limit: { registers: number, product: number },
 *   grown: { intercept: number, slope: number, determination: number },
 *   native: { name: string, milliseconds: number }[],
 *   memory: { early: number, late: number },
 *   visits: number[],
 *   slowVisits: number[],
 *   bytes: Record<'first' | 'tools' | 'again' | 'whole', number>,
 *   older: Parameters<typeof timesSections>[0] | undefined | '',
 *   losses: Parameters<typeof lossesSections>[0] | undefined | '',
 *   uses: { euclidean: number[], cosine: number[], frames: number[], text: number },
 *   sizes: Record<'first' | 'whole', { raw: number, brotli: number }>,
 * }} results
 */
export function report(results) {
  const { browserVersion, training, single, gpu, limit, grown, native, memory } = results;
  const { visits, slowVisits, bytes, older, losses, uses, sizes } = results;
  const machine = `${found(cpus()[0], 'processor').model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}`;
  /** @param {(shape: Shape) => string} title @param {Races} results */
  const races = (title, results) =>
    shapeNames.flatMap((name) => [`### ${title(shapes[name])}`, raceTable(results[name])]);
  const { label, batch } = shapes.shallow;
  return `${[
    '# Benchmarks',
    'Written by `make bench`. Medians of rounds in which the contenders take turns in one headless browser; all layers are sigmoid, the loss is squared error, the optimizer is Adam.',
    `${new Date().toISOString().slice(0, 10)}, ${machine}. ${versions(browserVersion)}.`,
    '## In the browser',
    ...races(({ label, batch }) => `A training step, ${label}, batch ${batch}`, training),
    ...races(({ label }) => `One image encoded and decoded, ${label}`, single),
    `### On Chromium's software adapter for WebGPU, a training step, ${label}, batch ${batch}`,
    raceTable(gpu),
    '### The product and its limit',
    table(
      ['', ''],
      [
        ['fused multiplications and additions among registers alone', gigaflops(limit.registers)],
        [
          '1280 × 784 × 1000, which as many more columns take an encoder, outputs copied',
          gigaflops(limit.product),
        ],
        ['share of the limit', percent(limit.product / limit.registers)],
      ],
    ),
    '### Growth',
    `A step of five networks from 784-128-32 to 784-1000-500-250-30 in batches of 32 to 256 takes ${grown.intercept.toFixed(2)} ms and ${(1e9 * grown.slope).toFixed(2)} ns for each thousand parameters and examples: R² = ${grown.determination.toFixed(4)}. 10,000 steps of 784-128-32 in batches of 64 take wasm's memory from ${megabytes(memory.early)} after the first hundred to ${megabytes(memory.late)}.`,
    '### The page',
    table(
      ['', ''],
      [
        ['WebAssembly of a first visit after wasm-opt, raw', megabytes(sizes.first.raw)],
        ['WebAssembly of a first visit after wasm-opt, brotli', kilobytes(sizes.first.brotli)],
        ['WebAssembly with the part for WebGPU, raw', megabytes(sizes.whole.raw)],
        ['WebAssembly with the part for WebGPU, brotli', kilobytes(sizes.whole.brotli)],
        ['fetched by a first visit', kilobytes(bytes.first)],
        ['then by opening every tool', kilobytes(bytes.tools)],
        ['by coming back', kilobytes(bytes.again)],
        ['then by asking for WebGPU', kilobytes(bytes.whole)],
        ['cold visit to the first reconstruction, median', milliseconds(median(visits))],
        ['the same over 10 Mbit/s with 40 ms there and back', milliseconds(median(slowVisits))],
      ],
    ),
    ...(older ? timesSections(older) : []),
    ...(losses ? lossesSections(losses) : []),
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
