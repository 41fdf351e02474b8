// Our own package; the variant says where it differs from one thread of the CPU with all that it has.
import { imageBytes, imageValues } from '../images.js';
import { imageCount, inputSize } from '../shapes.js';
import { works } from '../works.js';

/** @import { Contender } from '../page.js' */
/** @import { Lab } from '../../../pkg/autoencoder_lab.js' */
/** @import { Shape } from '../shapes.js' */

/**
 * @param {string} variant `plain`: without relaxed SIMD; `workers`: trained by two; `webgpu`; `base` and `equal`: older
 * packages that are measured beside
 * @returns {Promise<Contender>}
 */
export async function open(variant) {
  const folder = ['base', 'equal'].includes(variant) ? variant : 'pkg';
  /** @type {typeof import('../../../pkg/autoencoder_lab.js')} */
  const { default: init, Lab } = await import(`/${folder}/autoencoder_lab.js`);
  const { memory } = await init();
  const lab = await Lab.open({
    device: variant === 'webgpu' ? 'webgpu' : 'cpu',
    seed: 1,
    ...(variant === 'plain' && { relaxedSimd: false }),
  });
  const workers = variant === 'workers' ? 2 : 1;
  return {
    threads: workers,
    train: (shape) => training(lab, shape, workers),
    reconstruct: (shape) => reconstruction(lab, shape),
    work: (name) => found(works[name], name).make(lab),
    product: (rows, columns) => product(lab, rows, columns),
    search: (...request) => search(lab, ...request),
    memoryGrowth: (shape, steps) => memoryGrowth(lab, memory, shape, steps),
  };
}

/** @template Value @param {Value | undefined} value @param {string} what */
function found(value, what) {
  if (value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}

/** @param {Lab} lab @param {Shape} shape */
function denseModel(lab, { widths }) {
  return lab.create('dense', { widths, activation: 'sigmoid', loss: 'squared-error' });
}

/** The images as an idx file. @param {Lab} lab */
function dataset(lab) {
  const bytes = imageBytes();
  const file = new Uint8Array(16 + bytes.length);
  const header = new DataView(file.buffer);
  [0x803, imageCount, 28, 28].forEach((value, i) => header.setUint32(4 * i, value));
  file.set(bytes, 16);
  return lab.idx(file);
}

/** @param {Lab} lab @param {Shape} shape @param {number} workers @returns {ReturnType<Contender['train']>} */
function training(lab, shape, workers) {
  const model = denseModel(lab, shape);
  const data = dataset(lab);
  // An older package knows no workers.
  const shared = workers > 1 ? { workers } : {};
  return (steps) => model.train(data, { steps, batchSize: shape.batch, learningRate: 1e-3, ...shared });
}

/** @param {Lab} lab @param {Shape} shape */
function reconstruction(lab, shape) {
  const model = denseModel(lab, shape);
  const image = imageValues().slice(0, inputSize);
  return () => model.reconstruct(image);
}

/**
 * A function that multiplies so many rows of 784 by as many columns: an encoder without a hidden layer, whose
 * code is linear. @param {Lab} lab @param {number} rows @param {number} columns
 */
function product(lab, rows, columns) {
  const model = lab.create('dense', { widths: [columns] });
  const images = imageValues().slice(0, rows * inputSize);
  return () => model.encode(images);
}

/**
 * Milliseconds of each of so many searches for the ten nearest of `count` codes.
 * @param {Lab} lab @param {Parameters<Contender['search']>} request
 */
function search(lab, ...[count, units, metric, times]) {
  const codes = Float32Array.from({ length: count * units }, (_, i) => Math.sin(i * 12.9898 + (i % 7)));
  const milliseconds = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    lab.nearest(codes, codes.subarray(i * units, (i + 1) * units), units, { k: 10, metric });
    milliseconds.push(performance.now() - start);
  }
  return milliseconds;
}

/**
 * WebAssembly memory in bytes after 100 steps and after all of them.
 * @param {Lab} lab @param {WebAssembly.Memory} memory @param {Shape} shape @param {number} steps
 */
async function memoryGrowth(lab, memory, shape, steps) {
  /** @type {{ early?: number }} */
  const bytes = {};
  await denseModel(lab, shape).train(dataset(lab), {
    steps,
    batchSize: shape.batch,
    learningRate: 1e-3,
    onProgress: ({ step }) => {
      if (step >= 100) bytes.early ??= memory.buffer.byteLength;
    },
  });
  return { early: bytes.early ?? NaN, late: memory.buffer.byteLength };
}
