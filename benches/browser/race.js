// The contenders, each in a page of its own, taking turns so that what else the machine does hits all.
import { median } from './statistics.js';

/**
 * @import { Browser, Page } from '@playwright/test'
 * @typedef {'train' | 'reconstruct'} Kind of work
 * @typedef {{ label: string, threads: number, kinds: Kind[], more: number, page: Page }} Opened contender
 * @typedef {{ label: string, threads: number, milliseconds: number[] }} Result
 */

/** @typedef {{ label: string, contender: string, variant?: string, kinds: Kind[], more?: number }} Entry */

/** @type {Kind[]} */
const both = ['train', 'reconstruct'];

/** @type {Entry[]} */
export const onCpu = [
  { label: 'Autoencoder Lab, CPU path', contender: 'lab', kinds: both },
  { label: 'the same without relaxed SIMD', contender: 'lab', variant: 'plain', kinds: both },
  // Two workers start anew in every call of `train`: more steps, so that this hardly counts.
  { label: 'the same by two workers', contender: 'lab', variant: 'workers', kinds: ['train'], more: 8 },
  { label: 'jax-js wasm', contender: 'jax', variant: 'wasm-1', kinds: both },
  { label: 'jax-js wasm, all threads', contender: 'jax', variant: 'wasm-all', kinds: both },
  { label: 'tfjs wasm', contender: 'tfjs', variant: 'wasm', kinds: both },
  { label: 'tfjs wasm, threaded build', contender: 'tfjs', variant: 'wasm-threads', kinds: both },
  { label: 'tfjs webgl, software GPU', contender: 'tfjs', variant: 'webgl', kinds: both },
  { label: 'onnxruntime-web wasm', contender: 'onnx', variant: '1', kinds: ['reconstruct'] },
  { label: 'onnxruntime-web wasm, threaded', contender: 'onnx', variant: '2', kinds: ['reconstruct'] },
];
/** @type {Entry[]} */
export const onGpu = [
  { label: 'Autoencoder Lab, WebGPU', contender: 'lab', variant: 'webgpu', kinds: both },
  { label: 'tfjs webgpu', contender: 'tfjs', variant: 'webgpu', kinds: both },
  { label: 'jax-js webgpu', contender: 'jax', variant: 'webgpu', kinds: both },
  { label: 'Autoencoder Lab, CPU path', contender: 'lab', kinds: both },
];
/** The package as it was, where the server has it. @param {string} variant @returns {Entry} */
export const older = (variant) => ({ label: variant, contender: 'lab', variant, kinds: both });

const rounds = 5;
// Enough steps that what a call of `train` does once hardly counts.
const amounts = { train: { deep: 12, shallow: 100 }, reconstruct: { deep: 100, shallow: 200 } };

/** @param {Browser} browser @param {string} origin @param {Entry[]} contenders */
export async function openContenders(browser, origin, contenders) {
  /** @type {Opened[]} */
  const opened = [];
  for (const { label, contender, variant = '', kinds, more = 1 } of contenders) {
    const page = await browser.newPage();
    await page.goto(`${origin}/page.html?${new URLSearchParams({ contender, variant })}`);
    await page.waitForFunction(() => globalThis.bench);
    const threads = await page.evaluate(async () => (await globalThis.bench).threads);
    opened.push({ label, threads, kinds, more, page });
  }
  return opened;
}

/**
 * Milliseconds of each round by contender, for `kind` of work on the shape `name`.
 * @param {Opened[]} opened @param {Kind} kind @param {import('./shapes.js').ShapeName} name
 * @param {number} [share] of the usual amount, for what is slow
 */
export async function race(opened, kind, name, share = 1) {
  /** @type {(Result & { more: number, page: Page })[]} */
  const runners = opened
    .filter(({ kinds }) => kinds.includes(kind))
    .map(({ label, threads, more, page }) => ({ label, threads, more, page, milliseconds: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const { page, more, milliseconds } of runners) {
      await page.bringToFront();
      const times = await page.evaluate(
        async ({ kind, name, amount }) => (await globalThis.bench)[kind](name, amount),
        { kind, name, amount: Math.ceil(amounts[kind][name] * more * share) },
      );
      milliseconds.push(median([times].flat()));
    }
    console.log(`${kind} ${name}, round ${round + 1} of ${rounds}`);
  }
  return runners;
}
