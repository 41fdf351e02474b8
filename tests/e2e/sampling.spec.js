import { attributeOf, boxOf, expect, sharedTest, textOf } from './lab.js';

/** The view of sampling: two pictures of points, their readings, the chart. */
class Sampling {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    this.lab = lab;
    this.page = lab.page;
    this.dimensions = this.page.getByRole('slider', { name: 'Dimensions' });
    this.points = this.page.getByRole('slider', { name: 'Points' });
    this.again = lab.button('Draw again');
    this.grid = this.figure('on a grid');
    this.samples = this.figure('at random');
    this.chart = this.page.getByRole('img', { name: 'Errors of both estimates' }).locator('canvas');
    this.exact = this.page.locator('.exact');
  }

  /** @param {string} title */
  figure(title) {
    const root = this.page.locator('figure', { hasText: title });
    const reading = (/** @type {string} */ name) => root.locator(`.${name}`);
    const number = async (/** @type {string} */ name) =>
      Number((await textOf(reading(name))).replaceAll(',', ''));
    return { root, canvas: root.locator('canvas'), reading, number };
  }

  /** Waits until as many points as the slider says have come in. */
  async arrived() {
    const points = await attributeOf(this.points, 'aria-valuetext');
    await expect(this.samples.reading('points')).toHaveText(points);
  }

  async open(hash = '') {
    await this.lab.go(`#view=sampling${hash}`);
    await expect(this.exact).toHaveText(/^\d\.\d{4}$/);
    await this.arrived();
    await this.lab.settled(this.chart);
  }
}

sharedTest(
  'both estimates stand beside the exact value, and the picture of a model does not',
  async ({ lab, page }) => {
    const view = new Sampling(lab);
    await view.open();
    await expect(page.getByRole('link', { name: 'Sampling' })).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('#picture')).toBeHidden();
    await expect(lab.family).toBeHidden();
    await expect(view.grid.reading('points')).toHaveText('16² = 256');
    await expect(view.samples.reading('points')).toHaveText('256');
    const exact = Number(await view.exact.textContent());
    for (const { number } of [view.grid, view.samples]) {
      const [estimate, error] = [await number('estimate'), await number('error')];
      expect(Math.abs(Math.abs(estimate - exact) - error)).toBeLessThan(0.1 * error + 1e-4);
    }
    expect(await view.grid.number('error')).toBeLessThan(await view.samples.number('error'));
    await expect(page.locator('.formula math')).toHaveCount(6);
    await page.getByRole('link', { name: 'Draw', exact: true }).click();
    await expect(lab.family).toBeVisible();
  },
);

sharedTest('in twenty dimensions thousands of points are a grid of one', async ({ lab, page }) => {
  const view = new Sampling(lab);
  await view.open('&points=4096');
  const [grid, chart] = [await lab.settled(view.grid.canvas), await lab.settled(view.chart)];
  const box = await boxOf(view.dimensions);
  await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
  await expect(view.grid.reading('points')).toHaveText('1²⁰ = 1');
  await expect(view.grid.reading('estimate')).toHaveText('1.0000');
  await lab.changed(view.grid.canvas, grid);
  await lab.changed(view.chart, chart);
  await expect(page.getByText('seen along two axes').first()).toBeVisible();
  expect(await view.samples.number('error')).toBeLessThan(0.3 * (await view.grid.number('error')));
  await expect(page).toHaveURL(/dimensions=20/);
  await page.reload();
  await expect(view.dimensions).toHaveValue('20');
  await expect(view.grid.reading('points')).toHaveText('1²⁰ = 1');
});

sharedTest('another draw moves the samples and leaves the grid', async ({ lab, page }) => {
  const view = new Sampling(lab);
  await view.open('&dimensions=1&points=16');
  const [grid, samples] = [await lab.settled(view.grid.canvas), await lab.settled(view.samples.canvas)];
  const [still, moving] = [view.grid.reading('estimate'), view.samples.reading('estimate')];
  const [fixed, before] = await Promise.all([textOf(still), textOf(moving)]);
  await view.again.click();
  await expect(page).toHaveURL(/draw=1/);
  await lab.changed(view.samples.canvas, samples);
  await view.arrived();
  expect(await lab.pixels(view.grid.canvas)).toBe(grid);
  await expect(still).toHaveText(fixed);
  await expect(moving).not.toHaveText(before);
  // The same link, the same points.
  const drawn = await textOf(moving);
  await page.reload();
  await expect(view.samples.reading('points')).toHaveText('16');
  await expect(moving).toHaveText(drawn);
});

sharedTest('by keyboard: dimensions, points, another draw', async ({ lab, page }) => {
  const view = new Sampling(lab);
  await view.open();
  await view.dimensions.focus();
  await page.keyboard.press('ArrowRight');
  await expect(view.grid.reading('points')).toHaveText('6³ = 216');
  await page.keyboard.press('Tab');
  await expect(view.points).toBeFocused();
  await page.keyboard.press('Home');
  await expect(view.points).toHaveAttribute('aria-valuetext', '1');
  await expect(view.samples.reading('points')).toHaveText('1');
  await page.keyboard.press('End');
  await expect(view.grid.reading('points')).toHaveText('25³ = 15,625');
  await page.keyboard.press('Tab');
  await expect(view.again).toBeFocused();
  const before = await lab.settled(view.samples.canvas);
  await page.keyboard.press('Enter');
  await lab.changed(view.samples.canvas, before);
});

sharedTest('points that still come in make way for others', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const view = new Sampling(lab);
  await view.open('&points=4096');
  const before = await lab.pixels(view.samples.canvas);
  await view.again.click();
  await lab.changed(view.samples.canvas, before);
  await view.points.press('Home');
  await expect(view.samples.reading('points')).toHaveText('1');
  // As many frames as the others would have taken.
  await lab.frames(90);
  await expect(view.samples.reading('points')).toHaveText('1');
});

sharedTest('with less motion all points are there at once', async ({ lab }) => {
  const view = new Sampling(lab);
  await view.open();
  const seen = new Set();
  await view.again.click();
  for (let i = 0; i < 30; i++) seen.add(await view.samples.reading('points').textContent());
  expect([...seen]).toEqual(['256']);
});

sharedTest('numbers that the hash cannot mean are left out', async ({ lab }) => {
  const view = new Sampling(lab);
  await view.open('&dimensions=400&points=-3&draw=none');
  await expect(view.dimensions).toHaveValue('2');
  await expect(view.grid.reading('points')).toHaveText('16² = 256');
  await expect(view.page).not.toHaveURL(/dimensions|points|draw=/);
});

sharedTest('the VAE that samples is one click away', async ({ lab, page }) => {
  const view = new Sampling(lab);
  await view.open();
  await page.getByRole('link', { name: 'vae-20' }).click();
  await expect(lab.family).toHaveValue('vae');
  await expect(lab.error).toHaveText(/\d/);
});
