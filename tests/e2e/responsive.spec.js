import { expect, test } from './lab.js';

/** Frames painted during one training step from which on a page counts as free. */
const FRAMES = 5;

test('the page paints while a step is being computed', { tag: '@timing' }, async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await lab.train('&family=dense&weights=new&digits=2000&batchSize=1024&steps=8');
  await page.evaluate(() => {
    let frames = 0;
    window.painted = [];
    const step = document.querySelector('.readings .step');
    if (!step) throw new Error('There is no reading of the step');
    const count = () => {
      frames += 1;
      requestAnimationFrame(count);
    };
    count();
    new MutationObserver(() => {
      window.painted.push(frames);
      frames = 0;
    }).observe(step, { childList: true, characterData: true, subtree: true });
  });
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step'), { timeout: 60_000 }).toBe(8);
  // The first reading counts from before the click, the others are a step apart.
  const painted = (await page.evaluate(() => window.painted)).slice(1);
  expect(painted.length).toBeGreaterThan(2);
  expect(painted.filter((frames) => frames >= FRAMES).length, `${painted}`).toBeGreaterThan(
    painted.length / 2,
  );
});

test('nothing on the first screen moves once it is painted', { tag: '@timing' }, async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const shift = await lab.shifting();
  await lab.open();
  await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
  expect(await shift()).toBeLessThan(0.02);
});
