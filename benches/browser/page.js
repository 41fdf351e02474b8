// One contender in a page of its own: page.html?contender=tfjs&variant=wasm
import { inputSize, shapes } from './shapes.js';

/**
 * What a contender can do, of which it is asked for what it has.
 * @import { ShapeName, Shape } from './shapes.js'
 * @typedef {Shape & { name: ShapeName }} Task
 * @typedef {{
 *   threads: number,
 *   train: (task: Task) => (steps: number) => unknown,
 *   reconstruct: (task: Task) => (() => unknown) | Promise<() => unknown>,
 *   work: (name: string) => import('./works.js').Run | Promise<import('./works.js').Run>,
 *   product: (rows: number, columns: number) => () => Promise<unknown>,
 *   search: (count: number, units: number, metric: 'euclidean' | 'cosine', times: number) => number[],
 *   memoryGrowth: (shape: Shape, steps: number) => Promise<{ early: number, late: number }>,
 * }} Contender
 */

const parameters = new URLSearchParams(location.search);
const work = new Map();

/**
 * A contender's function for some work, made and warmed up once.
 * @template Run
 * @param {string} key @param {() => Run | Promise<Run>} make @param {(run: Run) => unknown} warmUp
 * @returns {Promise<Run>}
 */
async function prepared(key, make, warmUp) {
  if (!work.has(key)) {
    const run = await make();
    await warmUp(run);
    work.set(key, run);
  }
  return work.get(key);
}

/** @param {() => unknown} run */
async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export const bench = (async () => {
  const { open } = await import(`./contenders/${parameters.get('contender')}.js`);
  /** @type {Contender} */
  const contender = await open(parameters.get('variant') ?? '');
  return {
    threads: contender.threads,
    /** Milliseconds of one training step. @param {ShapeName} name @param {number} steps */
    async train(name, steps) {
      const run = await prepared(
        `train ${name}`,
        () => contender.train({ name, ...shapes[name] }),
        (train) => train(3),
      );
      return (await timed(() => run(steps))) / steps;
    },
    /**
     * Milliseconds of each of so many single images, encoded, decoded and read back.
     * @param {ShapeName} name @param {number} times
     */
    async reconstruct(name, times) {
      const make = () => contender.reconstruct({ name, ...shapes[name] });
      const run = await prepared(`reconstruct ${name}`, make, async (reconstruct) => {
        for (let i = 0; i < 50; i++) await reconstruct();
      });
      const milliseconds = [];
      for (let i = 0; i < times; i++) milliseconds.push(await timed(run));
      return milliseconds;
    },
    /** Milliseconds of one step of a shape that is no one else's. @param {Shape} shape @param {number} steps */
    async step(shape, steps) {
      const run = contender.train({ name: 'shallow', ...shape });
      await run(2);
      const times = [
        await timed(() => run(steps)),
        await timed(() => run(steps)),
        await timed(() => run(steps)),
      ];
      return Math.min(...times) / steps;
    },
    /** Milliseconds of one step of some work, or of what else it is counted by. @param {string} name @param {number} amount */
    async work(name, amount) {
      const run = await prepared(
        `work ${name}`,
        () => contender.work(name),
        (run) => run(amount),
      );
      return (await timed(() => run(amount))) / amount;
    },
    /** What comes out after so many steps of some work that begins anew. @param {string} name @param {number} steps */
    loss: async (name, steps) => (await contender.work(name))(steps),
    /**
     * 10⁹ operations a second of a product with 784 terms, by what as many more columns take: the inputs and
     * the way into the package count for both. @param {number} rows @param {number} columns
     */
    async product(rows, columns) {
      const best = async (/** @type {number} */ width) => {
        const run = contender.product(rows, width);
        const times = [];
        for (let i = 0; i < 30; i++) times.push(await timed(run));
        return Math.min(...times);
      };
      return (2 * rows * inputSize * columns) / ((await best(2 * columns)) - (await best(columns))) / 1e6;
    },
    search: contender.search,
    memoryGrowth: (/** @type {ShapeName} */ name, /** @type {number} */ steps) =>
      contender.memoryGrowth(shapes[name], steps),
  };
})();
globalThis.bench = bench;
