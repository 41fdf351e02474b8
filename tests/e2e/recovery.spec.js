import { expect, found, SMALL, test } from './lab.js';

/** (module (func (export "f") unreachable)) */
const TRAP = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
];

/**
 * What a panic leaves behind: a trap in a task, or in a future that nobody awaits.
 * @param {import('@playwright/test').Page} page @param {boolean} task
 */
const trap = (page, task) =>
  found(page.workers()[0], 'worker').evaluate(
    async ({ bytes, task }) => {
      const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes));
      const f = /** @type {() => void} */ (instance.exports.f);
      if (task) setTimeout(f);
      else void Promise.resolve().then(f);
    },
    { bytes: TRAP, task },
  );

test.use({ allowed: [[/unreachable/], { scope: 'test' }] });

test('a crashed worker is told and replaced, and the shipped model works again', async ({ lab, page }) => {
  await lab.open('#family=pca&weights=pca-30');
  const before = await lab.settled(lab.output);
  await trap(page, true);
  await expect(lab.messages).toContainText('new one has started');
  await expect.poll(() => lab.pixels(lab.output)).toBe(before);
  await lab.button('Clear').click();
  await lab.changed(lab.output, before);
});

test('after a crash the new worker reads and encodes the digits again', async ({ lab, page }) => {
  await lab.open('#view=search&family=pca&weights=pca-30&digits=1000');
  const found = page.locator('.neighbours .digit:enabled');
  await expect(found).toHaveCount(20);
  await trap(page, true);
  await expect(lab.messages).toContainText('new one has started');
  await expect(found).toHaveCount(20);
  await lab.button('Clear').click();
  await expect(found).toHaveCount(0);
  await lab.button('Undo').click();
  await expect(found).toHaveCount(20);
});

test('after a crash the comparison goes on with the new worker', async ({ lab, page }) => {
  await lab.open('#view=compare&family=pca&weights=pca-30');
  const row = page.locator('.ranked tr').filter({ hasText: 'vae-20' });
  await expect(row.locator('.error')).toHaveText(/\d/);
  await trap(page, true);
  await expect(lab.messages).toContainText('new one has started');
  const before = await lab.settled(row.locator('canvas'));
  await lab.button('Clear').click();
  await lab.changed(row.locator('canvas'), before);
});

test('a crash while training restores the last checkpoint, and training goes on', async ({ lab, page }) => {
  await lab.train(`${SMALL}&steps=80`);
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBe(80);
  await expect(lab.button('Play')).toBeVisible();
  await expect(lab.weights).toHaveValue('mine');
  const learnt = await lab.settled(lab.output);
  await trap(page, false);
  await expect(lab.messages).toContainText('checkpoint');
  await expect.poll(() => lab.pixels(lab.output)).toBe(learnt);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(0);
});
