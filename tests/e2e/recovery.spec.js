import { expect, SMALL, test } from './lab.js';

/** What a panic leaves behind: a trap that nobody awaits. */
const panic = (page) =>
  page.workers()[0].evaluate(() => {
    Promise.reject(new WebAssembly.RuntimeError('unreachable'));
  });

test.use({ allowed: [[/unreachable/], { scope: 'test' }] });

test('a crashed worker is told and replaced, and the shipped model works again', async ({ lab, page }) => {
  await lab.open('#family=pca&weights=pca-30');
  const before = await lab.settled(lab.output);
  await panic(page);
  await expect(lab.messages).toContainText('new one has started');
  await expect.poll(() => lab.pixels(lab.output)).toBe(before);
  await lab.button('Clear').click();
  await lab.changed(lab.output, before);
});

test('a crash while training restores the last checkpoint, and training goes on', async ({ lab, page }) => {
  await lab.train(`${SMALL}&steps=80`);
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBe(80);
  await expect(lab.button('Play')).toBeVisible();
  await expect(lab.weights).toHaveValue('mine');
  const learnt = await lab.settled(lab.output);
  await panic(page);
  await expect(lab.messages).toContainText('checkpoint');
  await expect.poll(() => lab.pixels(lab.output)).toBe(learnt);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(0);
});
