// TensorFlow.js on the backend named by the variant: wasm (SIMD), wasm-threads (SIMD), webgl or webgpu.
import { imageValues } from '../images.js';
import { imageCount, inputSize, layersOf } from '../shapes.js';

const folder = '/node_modules/@tensorflow';

/** @import { Contender } from '../page.js' */
/** @import { Shape } from '../shapes.js' */

/** @param {string} src */
function script(src) {
  return new Promise((resolve, reject) => {
    document.head.append(
      Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject }),
    );
  });
}

/** @param {string} variant @returns {Promise<Pick<Contender, 'threads' | 'train' | 'reconstruct'>>} */
export async function open(variant) {
  await script(`${folder}/tfjs/dist/tf.min.js`);
  await script(`${folder}/tfjs-backend-wasm/dist/tf-backend-wasm.min.js`);
  if (variant === 'webgpu') await script(`${folder}/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js`);
  const { tf } = globalThis;
  tf.wasm.setWasmPaths(`${folder}/tfjs-backend-wasm/dist/`);
  if (variant === 'wasm') tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend(variant.replace(/-.*/, ''))))
    throw new Error(`tfjs has no backend ${variant} here`);
  await tf.ready();
  return {
    // The threaded build takes half the cores, at least one thread.
    threads: variant === 'wasm-threads' ? tf.wasm.getThreadsCount() : 1,
    train: (shape) => training(tf, shape),
    reconstruct: (shape) => reconstruction(tf, shape),
  };
}

/** @param {Tf} tf @param {Shape} shape */
function denseModel(tf, shape) {
  const layers = layersOf(shape).map((units, i) => {
    return tf.layers.dense({ units, activation: 'sigmoid', inputShape: i === 0 ? [inputSize] : undefined });
  });
  return tf.sequential({ layers });
}

/** A function that trains so many steps; the batches lie on the device already, no loss is read back. @param {Tf} tf @param {Shape} shape */
function training(tf, shape) {
  const model = denseModel(tf, shape);
  const optimizer = tf.train.adam(1e-3);
  const images = tf.tensor2d(imageValues(), [imageCount, inputSize]);
  const batches = tf.split(images, imageCount / shape.batch);
  return async (/** @type {number} */ steps) => {
    for (let step = 0; step < steps; step++) {
      const batch = /** @type {Tensor} */ (batches[step % batches.length]);
      tf.tidy(() => {
        optimizer.minimize(() => tf.losses.meanSquaredError(batch, model.apply(batch, { training: true })));
      });
    }
    // Waits until the device has done all steps.
    await model.getWeights()[0].data();
  };
}

/** @param {Tf} tf @param {Shape} shape */
function reconstruction(tf, shape) {
  const model = denseModel(tf, shape);
  const image = imageValues().slice(0, inputSize);
  return async () => {
    const output = tf.tidy(() => model.predict(tf.tensor2d(image, [1, inputSize])));
    const values = await output.data();
    output.dispose();
    return values;
  };
}
