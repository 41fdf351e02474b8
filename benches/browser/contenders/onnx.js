// ONNX Runtime Web on its wasm execution provider; the variant is the number of threads.
import * as ort from '/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs';
import { imageValues } from '../images.js';
import { inputSize } from '../shapes.js';

/** @import { Contender, Task } from '../page.js' */

/** @param {string} variant @returns {Promise<Pick<Contender, 'threads' | 'reconstruct'>>} */
export async function open(variant) {
  ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
  ort.env.wasm.numThreads = Number(variant);
  return { threads: ort.env.wasm.numThreads, reconstruct };
}

/** @param {Task} task */
async function reconstruct({ name }) {
  const session = await ort.InferenceSession.create(`/models/${name}.onnx`, { executionProviders: ['wasm'] });
  const image = imageValues().slice(0, inputSize);
  return async () => {
    const input = new ort.Tensor('float32', image, [1, inputSize]);
    const { output } = await session.run({ input });
    return output.data;
  };
}
