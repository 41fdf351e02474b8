import { expect, found, LONG, sharedTest, test, textOf } from './lab.js';

class Inside {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    const { page } = lab;
    this.lab = lab;
    this.page = page;
    this.wall = page.getByRole('radiogroup', { name: 'Filters of the first layer' });
    this.filters = this.wall.getByRole('radio', { disabled: false });
    this.layer = page.getByLabel('Layer', { exact: true });
    this.unit = page.getByLabel('Unit', { exact: true });
    this.best = page.getByRole('img', { name: /^The digits that excite/ });
    this.histogram = page.getByRole('img', { name: /^Histogram of unit/ });
    this.climb = page.getByRole('region', { name: 'Activation maximisation' });
    this.told = this.climb.locator('.caption');
    this.step = page.getByLabel('Step of the climb');
    this.maps = page.getByRole('region', { name: 'Layers' });
  }

  async open(hash = '') {
    await this.lab.open(`#view=inside${hash}`);
    await this.known();
    await this.climbed();
  }

  /** Waits until the digits that excite the unit in the form are found. */
  async known() {
    await expect(this.unit).not.toHaveValue('');
    await expect
      .poll(async () => (await this.best.getAttribute('aria-label')) ?? '')
      .toContain(`unit ${await this.unit.inputValue()} of`);
  }

  /** Waits until the climb was played to its end; tells how the activation went. */
  async climbed() {
    await expect(this.told).toHaveText(/^step (\d+) of \1 · activation -?[\d.]+$/);
    return this.activation();
  }

  async activation() {
    const text = await textOf(this.told);
    return Number(found(/activation (\S+)$/.exec(text)?.[1], `activation in ${text}`));
  }

  /** @param {string} name */
  map(name) {
    return this.maps.getByRole('button', { name: `Units of ${name}:` });
  }
}

test(
  'a cold visit shows a unit that is worth a look, and it climbs',
  { tag: '@timing' },
  async ({ lab, page }) => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const inside = new Inside(lab);
    await inside.open();
    await expect(inside.filters).toHaveCount(96);
    await expect(inside.wall.locator(':checked')).toHaveCount(1);
    await expect(inside.layer.locator('option')).toHaveText([
      'input · 784',
      'layer 1 · 360',
      'layer 2 · 120',
      'code · 2',
      'layer 4 · 120',
      'layer 5 · 360',
      'reconstruction · 784',
    ]);
    await expect(inside.histogram).toBeVisible();
    const end = await inside.climbed();
    await inside.step.focus();
    await page.keyboard.press('Home');
    await expect(inside.told).toHaveText(/^step 0 of 60/);
    const start = await inside.activation();
    expect(end).toBeGreaterThan(start + 1);
    const black = await lab.pixels(page.getByRole('img', { name: 'The climbing input' }));
    await lab.button('Play').press('Space');
    await lab.changed(page.getByRole('img', { name: 'The climbing input' }), black);
    await page.keyboard.press('Space');
    await expect(lab.button('Play')).toBeVisible();
    const at = await inside.step.inputValue();
    expect(Number(at)).toBeLessThan(60);
    await lab.button('Play').click();
    await inside.climbed();
  },
);

sharedTest('a phone shows each picture of the unit', async ({ lab, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const inside = new Inside(lab);
  await inside.open('&digits=500');
  for (const picture of [
    page.getByRole('img', { name: 'The climbing input' }),
    inside.best,
    inside.histogram,
    inside.filters.first(),
  ])
    await expect(picture).toBeVisible();
});

sharedTest(
  'a unit is chosen on the wall by mouse and keys, and the link remembers it',
  async ({ lab, page }) => {
    const inside = new Inside(lab);
    await inside.open();
    const first = await inside.unit.inputValue();
    await inside.wall.locator('.tile').nth(5).click();
    await expect(inside.unit).not.toHaveValue(first);
    await inside.known();
    const sixth = await inside.unit.inputValue();
    expect(page.url()).toContain(`unit=${sixth}`);
    await page.keyboard.press('ArrowRight');
    await expect(inside.unit).not.toHaveValue(sixth);
    await inside.known();
    const seventh = await inside.unit.inputValue();
    await page.reload();
    await inside.known();
    await expect(inside.unit).toHaveValue(seventh);
  },
);

sharedTest(
  'any layer has units, chosen in the form, in the picture and in the layers',
  async ({ lab, page }) => {
    const inside = new Inside(lab);
    await inside.open('&family=vae&weights=vae-20');
    await inside.layer.selectOption({ label: 'code · 20' });
    await inside.known();
    await expect(inside.best).toHaveAttribute('aria-label', /of code/);
    await inside.unit.fill('7');
    await inside.unit.press('Enter');
    await inside.known();
    await inside.climbed();
    await expect(page).toHaveURL(/layer=2&unit=7/);

    await inside.map('layer 3').click();
    await expect(inside.layer).toHaveValue('3');
    await inside.known();
    const middle = Number(await inside.unit.inputValue());
    await page.keyboard.press('ArrowDown');
    await expect(inside.unit).toHaveValue(String(middle + 20));
    await inside.known();

    const strips = page.locator('.encoder canvas');
    const { width, height } = await strips.evaluate(({ clientWidth, clientHeight }) => ({
      width: clientWidth,
      height: clientHeight,
    }));
    await strips.click({ position: { x: 0.3 * width, y: height / 2 } });
    await expect(inside.layer).toHaveValue('0');
    await inside.known();
  },
);

sharedTest('filters are sorted, and paged', async ({ lab, page }) => {
  const inside = new Inside(lab);
  await inside.open();
  const names = () => inside.filters.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
  const norms = async () => {
    const titles = inside.wall
      .locator('.tile')
      .evaluateAll((/** @type {HTMLElement[]} */ all) => all.map(({ title }) => title));
    return (await titles).map((title) => Number(found(/norm (.*)$/.exec(title)?.[1], `norm in ${title}`)));
  };
  const byActivity = await names();
  const sort = page.getByLabel('Sort by', { exact: true });
  await sort.selectOption('norm');
  await expect.poll(names).not.toEqual(byActivity);
  const sorted = await norms();
  expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
  await sort.selectOption('number');
  await expect.poll(async () => (await names())[0]).toBe('Filter of unit 1');
  await lab.button('Later filters').click();
  await expect.poll(async () => (await names())[0]).toBe('Filter of unit 97');
  await sort.selectOption('activity');
  await expect.poll(names).toEqual(byActivity);
});

sharedTest('the climb obeys its controls, and starts from the drawing', async ({ lab, page }) => {
  const inside = new Inside(lab);
  await inside.open('&layer=2&unit=3');
  const input = page.getByRole('img', { name: 'The climbing input' });
  const plain = await lab.settled(input);
  await inside.climb.getByLabel('Blur', { exact: true }).last().fill('1.5');
  await page.keyboard.press('Enter');
  await lab.changed(input, plain);
  await inside.climb.getByLabel('Steps', { exact: true }).fill('20');
  await page.keyboard.press('Enter');
  await expect(inside.told).toHaveText(/^step 20 of 20/);
  await inside.climb.getByLabel('Start from', { exact: true }).selectOption('the drawing');
  await inside.climbed();
  await inside.step.focus();
  await page.keyboard.press('Home');
  const start = await lab.settled(input);
  await lab.button('Clear').click();
  await inside.climbed();
  await inside.step.focus();
  await page.keyboard.press('Home');
  await lab.changed(input, start);
});

sharedTest(
  'layers follow the drawing and the sliders, and probes read digits off them',
  async ({ lab, page }) => {
    test.slow();
    const inside = new Inside(lab);
    await inside.open('&digits=1500&family=vae&weights=vae-20');
    await lab.button('The code: its sliders').click();
    const encoder = inside.map('layer 1').locator('canvas');
    const decoder = inside.map('layer 3').locator('canvas');
    const before = await Promise.all([lab.settled(encoder), lab.settled(decoder)]);
    await page.getByRole('slider', { name: 'Unit 3', exact: true }).fill('2.5');
    await lab.changed(decoder, before[1]);
    expect(await lab.pixels(encoder)).toBe(before[0]);
    await lab.button('Clear').click();
    await lab.stroke([
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    await lab.changed(encoder, before[0]);
    const readings = inside.maps.locator('.reading');
    await expect(readings).toHaveText(['–', '–', '–', '–', '–']);
    await lab.button('Probe the layers').click();
    await expect(lab.button('Probe the layers')).toBeVisible({ timeout: 60_000 });
    const shares = (await readings.allTextContents()).map(parseFloat);
    expect(Math.min(...shares)).toBeGreaterThan(50);
  },
);

sharedTest('the wall is alive while the model learns', async ({ lab }) => {
  const inside = new Inside(lab);
  await inside.open(LONG);
  const tile = inside.wall.locator('.tile canvas').first();
  const fresh = await lab.settled(tile);
  await lab.button('Train it').click();
  await lab.changed(tile, fresh);
  await inside.page.getByRole('button', { name: /^Stop at step/ }).click();
  await expect(lab.button('Train it')).toBeVisible();
  await inside.climbed();
});

sharedTest(
  'another model is another inside; one that reads rows says what it lacks',
  async ({ lab, page }) => {
    const inside = new Inside(lab);
    await inside.open('&weights=convolutional-128');
    await expect(inside.filters.first()).toHaveAttribute('aria-label', /^Kernel/);
    await inside.wall.locator('.tile').nth(1).click();
    await inside.known();
    await lab.weights.selectOption('convolutional-128');
    await lab.family.selectOption('recurrent');
    await expect(inside.filters).toHaveCount(0);
    await expect(page.locator('.filters .caption')).toContainText('step by step');
    await inside.known();
    await inside.climbed();
    await lab.weights.selectOption('recurrent-strokes');
    await expect(inside.climb.getByLabel('Decay', { exact: true })).toHaveCount(0);
    await expect(inside.climb.getByLabel('Steps', { exact: true })).toBeVisible();
    await inside.known();
    await inside.climbed();
  },
);
