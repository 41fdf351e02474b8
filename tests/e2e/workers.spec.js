// Several workers that share a training, in the package as people import it.
import { expect, test } from './lab.js';

/**
 * Trains equal models, each as its options say, in a page that imports the package.
 * @param {import('@playwright/test').Page} page
 * @param {object[]} options
 * @returns {Promise<{ outputs: number[], loss?: number, workers?: number, code?: string, message?: string }[]>}
 */
async function trained(page, options) {
  await page.goto('./#view=draw');
  const main = await page.locator('script[src$="main.js"]').getAttribute('src');
  const address = new URL(`${main}/../../../pkg/autoencoder_lab.js`, page.url()).href;
  return page.evaluate(
    async ({ address, options }) => {
      /** @type {typeof import('../../pkg/autoencoder_lab.js')} */
      const { default: init, Lab } = await import(address);
      await init();
      const runs = [];
      for (const option of options) {
        const lab = await Lab.open({ device: 'cpu', seed: 1 });
        const data = lab.digits(300, { seed: 2 });
        // Noise is drawn in every update: each worker has to draw what one would draw for its part.
        const model = lab.create('vae', { widths: [60, 8] });
        const run = await model
          .train(data, { steps: 12, batchSize: 50, seed: 3, ...option })
          .catch((/** @type {import('../../pkg/autoencoder_lab.js').LabError} */ { code, message }) => ({
            code,
            message,
          }));
        const outputs = Array.from(await model.reconstruct(data.images(0, 3)));
        runs.push({ ...run, outputs });
        lab.free();
      }
      return runs;
    },
    { address, options },
  );
}

/** @param {number[]} a @param {number[]} b */
const distance = (a, b) => Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));

for (const isolated of [true, false]) {
  test(`what three workers learn is what one learns, ${isolated ? 'with' : 'without'} shared memory`, async ({
    lab,
    page,
  }) => {
    if (!isolated)
      await page.addInitScript(() =>
        Object.defineProperty(globalThis, 'crossOriginIsolated', { value: false }),
      );
    const [one, three, many] = await trained(page, [{}, { workers: 3 }, { workers: 'auto' }]);
    expect(one?.workers).toBe(1);
    expect(three?.workers).toBe(3);
    // So short a training is worth nobody's start.
    expect(many?.workers).toBe(1);
    expect(three?.loss).toBeCloseTo(Number(one?.loss), 2);
    expect(distance(one?.outputs ?? [], three?.outputs ?? [])).toBeLessThan(1e-4);
    expect(one?.outputs).toEqual(many?.outputs);
    await expect(lab.messages).toBeEmpty();
  });
}

test('a number of workers that cannot be is refused', async ({ page }) => {
  const runs = await trained(page, [{ workers: 0 }, { workers: 1.5 }, { workers: 65 }, { workers: 'all' }]);
  for (const { code } of runs) expect(code).toBe('bad-option');
});

test.describe('where a worker stops', () => {
  test.use({ allowed: [[/ERR_FAILED/], { scope: 'test' }] });

  test('that is told, and the model goes on alone', async ({ page }) => {
    await page.route('**/helper.js', (route) => route.abort());
    const [two] = await trained(page, [{ workers: 2 }]);
    expect(two).toMatchObject({ code: 'crashed' });
    expect(two?.message).toContain('A worker that shares the training stopped');
    expect(two?.outputs.every(Number.isFinite)).toBe(true);
  });
});
