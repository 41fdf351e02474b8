import { expect, test } from './lab.js';

/**
 * Asks the page's worker how many models and data sets it holds.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{ models: number, data: number }>}
 */
const held = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const { worker } = window;
        const id = String(Math.random());
        const answered = (/** @type {MessageEvent} */ { data }) => {
          if (data.id !== id) return;
          worker.removeEventListener('message', answered);
          resolve(data.value);
        };
        worker.addEventListener('message', answered);
        worker.postMessage({ id, type: 'APPLY', path: ['held'], argumentList: [] });
      }),
  );

test.beforeEach(({ page }) =>
  page.addInitScript(() => {
    window.Worker = class extends Worker {
      /** @param {ConstructorParameters<typeof Worker>} options */
      constructor(...options) {
        super(...options);
        window.worker = this;
      }
    };
  }),
);

test('models that nobody compares any more are freed, and loaded again when someone does', async ({
  lab,
  page,
}) => {
  await lab.open('#view=compare');
  const errors = page.locator('.ranked .error');
  const measured = async () => (await errors.allTextContents()).filter((text) => text !== '').length;
  await expect.poll(measured).toBeGreaterThan(10);
  await expect.poll(() => held(page)).toMatchObject({ data: 0 });
  expect((await held(page)).models).toBeGreaterThan(10);
  const before = await measured();
  await page.getByRole('link', { name: 'Draw' }).click();
  await expect.poll(() => held(page)).toEqual({ models: 1, data: 0 });
  let release = () => {};
  /** @type {Promise<void>} */
  const released = new Promise((resolve) => (release = resolve));
  await page.route('**/*.safetensors', async (route) => {
    await released;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Compare' }).click();
  // Another may have been measured on the way out.
  await expect.poll(measured).toBeGreaterThanOrEqual(before);
  expect((await held(page)).models).toBe(1);
  release();
  await expect.poll(async () => (await held(page)).models).toBeGreaterThan(10);
  await lab.button('Clear').click();
  await expect(lab.messages).toBeEmpty();
  await page.getByRole('link', { name: 'Draw' }).click();
  await expect.poll(() => held(page)).toEqual({ models: 1, data: 0 });
});
