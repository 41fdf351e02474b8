import { expect, SMALL, test } from './lab.js';

/** Milliseconds from navigation to the first reconstruction that a visitor waits at most. */
const FIRST_RECONSTRUCTION = 2000;
/** Milliseconds that our code may hold the page's thread. */
const LONG = 50;

test('a cold visit reconstructs within two seconds', async ({ lab, page }) => {
  await lab.open();
  const [mark] = await page.evaluate(() =>
    performance.getEntriesByName('first-reconstruction').map(({ startTime }) => startTime),
  );
  expect(mark).toBeLessThan(FIRST_RECONSTRUCTION);
});

test('the page stays free while a model trains', async ({ lab, page }) => {
  await page.addInitScript(() => {
    const tasks = (window.longTasks = []);
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
  });
  await lab.train(`${SMALL}&steps=100000`);
  await page.evaluate(() => (window.longTasks.length = 0));
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(1000);
  const [tasks, count] = await page.evaluate(() => [window.longTasks, performance.now()]);
  await lab.button('Pause').click();
  // A busy machine may stall any task now and then; code of ours that is too long would be so every time.
  const tooLong = tasks.filter((duration) => duration > LONG);
  expect(tooLong.length, `${tasks.map(Math.round)} in ${Math.round(count)} ms`).toBeLessThanOrEqual(3);
});

test('nothing on the first screen moves once it is painted', async ({ lab, page }) => {
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await lab.open();
  await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
  expect(await page.evaluate(() => window.shift)).toBeLessThan(0.02);
});
