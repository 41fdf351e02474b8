// jax-js: the device, and on how many threads: wasm-1, wasm-all or webgpu. A step is one compiled function of
// parameters, Adam's moments and batch, so that it may fuse whatever it can.
import { imageValues } from '../images.js';
import { imageCount, inputSize, layersOf } from '../shapes.js';

/**
 * @import { Contender } from '../page.js'
 * @import { Shape } from '../shapes.js'
 * @import * as Jax from '/node_modules/@jax-js/jax/dist/index.js'
 * @typedef {{ weight: Jax.Array, bias: Jax.Array }} Layer
 * @typedef {{ parameters: Layer[], first: Layer[], second: Layer[] }} State of a training
 */

const [rate, beta1, beta2, epsilon] = [1e-3, 0.9, 0.999, 1e-8];

/** @param {string} variant @returns {Promise<Pick<Contender, 'threads' | 'train' | 'reconstruct'>>} */
export async function open(variant) {
  // It takes every thread that it can have.
  if (variant === 'wasm-1') Object.defineProperty(globalThis, 'SharedArrayBuffer', { value: undefined });
  const jax = await import('/node_modules/@jax-js/jax/dist/index.js');
  const device = variant === 'webgpu' ? 'webgpu' : 'wasm';
  if (!(await jax.init(device)).includes(device)) throw new Error(`jax-js has no ${device} here`);
  jax.defaultDevice(device);
  return {
    threads: variant === 'wasm-all' ? navigator.hardwareConcurrency : 1,
    train: (shape) => training(jax, shape),
    reconstruct: (shape) => reconstruction(jax, shape),
  };
}

/** Xavier's uniform weights. @param {typeof Jax} jax @param {Shape} shape @returns {Layer[]} */
function layers({ numpy: np, random }, shape) {
  return layersOf(shape).map((units, i, all) => {
    const inputs = all[i - 1] ?? inputSize;
    const bound = Math.sqrt(6 / (inputs + units));
    const weight = random.uniform(random.key(i), [inputs, units], { minval: -bound, maxval: bound });
    return { weight, bias: np.zeros([units]) };
  });
}

/** @param {typeof Jax} jax @param {Layer[]} parameters @param {Jax.Array} images */
function forward({ numpy: np, nn }, parameters, images) {
  return parameters.reduce(
    (values, { weight, bias }) => nn.sigmoid(np.matmul(values, weight).add(bias)),
    images,
  );
}

/** @param {typeof Jax} jax @param {Shape} shape @returns {ReturnType<Contender['train']>} */
function training(jax, shape) {
  const { numpy: np, tree } = jax;
  const loss = (/** @type {Layer[]} */ parameters, /** @type {Jax.Array} */ images) =>
    np.mean(np.square(forward(jax, parameters, images.ref).sub(images)));
  const step = jax.jit(
    (
      /** @type {State} */ { parameters, first, second },
      /** @type {Jax.Array} */ images,
      /** @type {Jax.Array} */ time,
    ) => {
      const gradients = jax.grad(loss)(tree.ref(parameters), images);
      const moment = (/** @type {Layer[]} */ old, /** @type {Layer[]} */ now, /** @type {number} */ beta) =>
        tree.map(
          (/** @type {Jax.Array} */ a, /** @type {Jax.Array} */ b) => a.mul(beta).add(b.mul(1 - beta)),
          old,
          now,
        );
      const squares = tree.map((/** @type {Jax.Array} */ g) => np.square(g), tree.ref(gradients));
      const [firstNow, secondNow] = [moment(first, gradients, beta1), moment(second, squares, beta2)];
      const correction = (/** @type {number} */ beta) => np.subtract(1, np.exp(time.ref.mul(Math.log(beta))));
      const [one, two] = [correction(beta1), correction(beta2)];
      time.dispose();
      const moved = tree.map(
        (/** @type {Jax.Array} */ p, /** @type {Jax.Array} */ m, /** @type {Jax.Array} */ v) =>
          p.sub(
            m
              .div(one.ref)
              .mul(rate)
              .div(np.sqrt(v.div(two.ref)).add(epsilon)),
          ),
        parameters,
        tree.ref(firstNow),
        tree.ref(secondNow),
      );
      one.dispose();
      two.dispose();
      return { parameters: moved, first: firstNow, second: secondNow };
    },
  );
  const parameters = layers(jax, shape);
  const zeros = () => tree.map((/** @type {Jax.Array} */ array) => np.zerosLike(array), tree.ref(parameters));
  let state = { parameters, first: zeros(), second: zeros() };
  const images = np.array(imageValues()).reshape([imageCount / shape.batch, shape.batch, inputSize]);
  const batches = np
    .split(images, imageCount / shape.batch)
    .map((batch) => batch.reshape([shape.batch, inputSize]));
  let done = 0;
  return async (steps) => {
    for (let i = 0; i < steps; i++, done++) {
      const batch = /** @type {Jax.Array} */ (batches[done % batches.length]);
      state = step(state, batch.ref, np.array(done + 1));
    }
    await jax.blockUntilReady(state);
  };
}

/** @param {typeof Jax} jax @param {Shape} shape */
function reconstruction(jax, shape) {
  const { numpy: np, tree } = jax;
  const parameters = layers(jax, shape);
  const run = jax.jit((/** @type {Layer[]} */ given, /** @type {Jax.Array} */ images) =>
    forward(jax, given, images),
  );
  const image = imageValues().slice(0, inputSize);
  return () => run(tree.ref(parameters), np.array(image).reshape([1, inputSize])).data();
}
