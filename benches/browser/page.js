// One contender in a page of its own: page.html?contender=tfjs&variant=wasm
import { shapes } from './shapes.js';

const parameters = new URLSearchParams(location.search);
const work = new Map();

/** The contender's function for this kind of work, made and warmed up once. */
async function prepared(contender, kind, name, warmUp) {
  const key = `${kind} ${name}`;
  if (!work.has(key)) {
    const run = await contender[kind]({ name, ...shapes[name] });
    await warmUp(run);
    work.set(key, run);
  }
  return work.get(key);
}

async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

globalThis.bench = (async () => {
  const { open } = await import(`./contenders/${parameters.get('contender')}.js`);
  const contender = await open(parameters.get('variant') ?? '');
  return {
    threads: contender.threads,
    /** Milliseconds of one training step. */
    async train(name, steps) {
      const run = await prepared(contender, 'train', name, (train) => train(3));
      return (await timed(() => run(steps))) / steps;
    },
    /** Milliseconds of each of so many single images, encoded, decoded and read back. */
    async reconstruct(name, times) {
      const run = await prepared(contender, 'reconstruct', name, async (reconstruct) => {
        for (let i = 0; i < 50; i++) await reconstruct();
      });
      const milliseconds = [];
      for (let i = 0; i < times; i++) milliseconds.push(await timed(run));
      return milliseconds;
    },
    search: (...request) => contender.search(...request),
    memoryGrowth: (name, steps) => contender.memoryGrowth(shapes[name], steps),
  };
})();
