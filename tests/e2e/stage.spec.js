import { boxOf, expect, sharedTest } from './lab.js';

const TOOLS = ['draw', 'map', 'inside', 'compare', 'search', 'text', 'few', 'train', 'sampling'];
const FAMILIES = [
  ...['pca', 'dense', 'stacked', 'sparse', 'denoising', 'contractive'],
  ...['convolutional', 'recurrent', 'rbm', 'dbn', 'vae', 'cvae'],
];

/** By how many pixels what is shown is higher than the room it has: the page, the dock and the side. @param {import('@playwright/test').Page} page */
const excess = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const parts = [...document.querySelectorAll('.dock, .about')].filter((part) => part.checkVisibility());
    return [
      root.scrollHeight - innerHeight,
      ...parts.map((part) => part.scrollHeight - part.clientHeight),
      ...parts.map((part) => part.scrollWidth - part.clientWidth),
    ].filter((pixels) => pixels > 0);
  });

for (const tool of TOOLS)
  sharedTest(`on a laptop ${tool} needs no scrolling`, async ({ lab, page }) => {
    await lab.open(`#view=${tool}`);
    await expect.poll(() => excess(page)).toEqual([]);
  });

for (const family of FAMILIES)
  sharedTest(
    `on a laptop the ${family} family needs no scrolling, drawn and trained`,
    async ({ lab, page }) => {
      await lab.open(`#family=${family}&weights=new`);
      await expect.soft.poll(() => excess(page), 'Draw').toEqual([]);
      await lab.open(`#view=train&family=${family}&weights=new`);
      await expect.soft.poll(() => excess(page), 'Train').toEqual([]);
    },
  );

/** Whether the whole of it is in the window. @param {import('@playwright/test').Locator} part */
const inSight = (part) =>
  part.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });

for (const [name, width, height] of /** @type {const} */ ([
  ['upright', 390, 844],
  ['on its side', 844, 390],
]))
  sharedTest(`a telephone ${name} shows the pad and what comes back together`, async ({ lab, page }) => {
    await page.setViewportSize({ width, height });
    await lab.open();
    for (const part of [lab.pad, lab.output]) expect(await inSight(part)).toBe(true);
    const [pad, output] = [await boxOf(lab.pad), await boxOf(lab.output)];
    expect(pad.width).toBeGreaterThan(120);
    expect(Math.abs(pad.y - output.y)).toBeLessThan(4);
  });

sharedTest('on a telephone the strip and the output stay when one scrolls', async ({ lab, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const tool of ['draw', 'map', 'train']) {
    await lab.open(`#view=${tool}`);
    const glance = page.locator('.glance');
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await expect.poll(() => inSight(glance), tool).toBe(true);
    expect(await lab.pixels(glance)).toMatch(/[1-9]/);
  }
});

sharedTest('a large screen is filled, and its letters are larger', async ({ lab, page }) => {
  await page.setViewportSize({ width: 3840, height: 2160 });
  for (const tool of TOOLS) {
    await lab.open(`#view=${tool}`);
    const filled = await page.evaluate(() => {
      const parts = [...document.querySelectorAll('main *')].filter((part) => part.checkVisibility());
      const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ width }) => width > 0);
      const left = Math.min(...boxes.map((box) => box.left));
      return (Math.max(...boxes.map((box) => box.right)) - left) / innerWidth;
    });
    expect.soft(filled, tool).toBeGreaterThan(0.6);
  }
  const letters = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(await letters()).toBeGreaterThan(24);
});

sharedTest('the code is the narrow place, as high as its numbers are many', async ({ lab, page }) => {
  const share = async () => (await boxOf(page.locator('.chip'))).height / (await boxOf(lab.pad)).height;
  await lab.open('#family=vae&weights=vae-20');
  // √(20 / 784) of the picture would be 34 pixels; it can still be pressed.
  expect(await share()).toBeLessThan(0.25);
  await lab.open('#family=rbm&weights=rbm-500');
  expect(await share()).toBeCloseTo(Math.sqrt(500 / 784), 1);
});

sharedTest('pressing the code opens its sliders beside any tool', async ({ lab, page }) => {
  await lab.open('#view=search&family=vae&weights=vae-20');
  const sliders = page.locator('.bank input');
  await expect(sliders.first()).toBeHidden();
  await lab.button('The code: its sliders').click();
  await expect(sliders).toHaveCount(20);
  await expect(sliders.first()).toBeFocused();
  const before = await lab.settled(lab.output);
  await sliders.first().fill('3');
  await lab.changed(lab.output, before);
  await lab.button('The code: its sliders').click();
  await expect(sliders.first()).toBeHidden();
});

sharedTest(
  'a first visit says what it is about, and the point lies among the test digits',
  async ({ lab, page }) => {
    await lab.open();
    await expect(page.locator('.claim')).toHaveText('784 pixels, squeezed to 2 numbers, and back.');
    const board = page.locator('.code-dock .board');
    await expect.poll(() => lab.pixels(board.locator('canvas'))).toMatch(/[1-9]/);
    await expect(page.locator('.code-dock h2')).toHaveText(/test digits/);
    // Either plane moves the point on both.
    const drawn = await lab.settled(lab.output);
    const box = await boxOf(board);
    await page.mouse.click(box.x + 0.25 * box.width, box.y + 0.1 * box.height);
    await lab.changed(lab.output, drawn);
    const places = await page
      .locator('.board .marker')
      .evaluateAll((markers) => markers.map((marker) => /** @type {HTMLElement} */ (marker).style.cssText));
    expect(new Set(places).size).toBe(1);
    expect(places).toHaveLength(2);
  },
);
