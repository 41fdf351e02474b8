import { expect, test } from './lab.js';

/** A small network and few digits: what is tested is the page. */
const QUICK = '&stack=100-100&passes=1&digits=500';

class FewLabels {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    this.lab = lab;
    this.page = lab.page;
    this.status = this.page.locator('.start [role=status]');
    this.verdict = this.page.locator('.verdict');
    this.layers = this.page.getByRole('region', { name: 'Layers' }).getByRole('listitem');
    this.chart = this.page.getByRole('img', { name: 'Test error by step' });
    this.labelled = this.page.getByRole('region', { name: 'Labelled digits' });
    this.digits = this.page.getByRole('img', { name: 'The labelled digits' });
  }

  async open(hash = '') {
    await this.lab.open(`#view=few${hash}`);
    await expect(this.labelled.locator('.caption')).not.toBeEmpty();
  }

  /** The results in the row of a number of labels: pretrained, random, probe, seeds. @param {string} labels */
  row(labels) {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: labels, exact: true }) })
      .getByRole('cell');
  }

  /** How many seeds have raced. */
  async seeds(labels = '10') {
    return Number(await this.row(labels).nth(3).textContent()) || 0;
  }

  /** Waits until at least so many have. @param {number} seeds */
  async raced(seeds, labels = '10') {
    const options = { timeout: 180_000, intervals: [100] };
    await expect.poll(() => this.seeds(labels), options).toBeGreaterThanOrEqual(seeds);
  }

  /** What the status says now, and all that it says from now on. */
  async told() {
    const said = await this.status.evaluateHandle((status) => {
      const said = [status.textContent];
      const note = () => said.at(-1) !== status.textContent && said.push(status.textContent);
      new MutationObserver(note).observe(status, { childList: true, characterData: true, subtree: true });
      return said;
    });
    return () => said.jsonValue();
  }
}

test('one press on a cold visit pretrains, races and says what came out', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  test.slow();
  const shift = await lab.shifting();
  const few = new FewLabels(lab);
  await few.open('&stack=100-100');
  await expect(page.getByRole('link', { name: 'Few labels' })).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('#picture')).toBeHidden();
  await expect(few.labelled).toContainText('100 labels for 5,400 digits');
  await lab.button('Go').click();
  await expect(few.status).toHaveText(/^Pretraining layer \d of 2$/);
  await expect(few.layers.first()).toHaveText(/^784–100loss [\d.]+$/);
  await expect(few.status).toHaveText('Racing, seed 1 of 5', { timeout: 90_000 });
  await expect(few.chart).not.toHaveClass(/empty/);
  const drawn = await lab.pixels(few.chart.locator('canvas'));
  await lab.changed(few.chart.locator('canvas'), drawn);
  await few.raced(2);
  for (let start = 0; start < 3; start++)
    await expect(few.row('10').nth(start)).toHaveText(/^\d+\.\d ± \d+\.\d$/);
  await expect(few.verdict).toHaveText(/^With 10 labels a class, .+ (\d of \d seeds|the seeds disagree)\.$/);
  expect(await shift()).toBeLessThan(0.02);
});

test('a race is stopped, goes on, and ends after five seeds; other labels need no other layers', async ({
  lab,
  page,
}) => {
  test.slow();
  const few = new FewLabels(lab);
  await few.open(`${QUICK}&labels=1`);
  await expect(few.labelled).toContainText('10 labels for 450 digits');
  await lab.button('Go').press('Enter');

  await test.step('what is stopped goes on where it was, and leaving the view stops it', async () => {
    await few.raced(1, '1');
    await lab.button('Stop').click();
    await expect(few.status).toHaveText(/^[1-4] of 5 seeds$/);
    const seeds = await few.seeds('1');
    const kept = await few.row('1').allTextContents();
    expect(kept[0]).toMatch(/^\d+\.\d/);
    await page.getByRole('link', { name: 'Train' }).click();
    await page.getByRole('link', { name: 'Few labels' }).click();
    await expect.poll(() => few.row('1').allTextContents()).toEqual(kept);
    const told = await few.told();
    await lab.button('Go on').click();
    await expect.poll(async () => (await told())[1]).toBe(`Racing, seed ${seeds + 1} of 5`);
    await page.getByRole('link', { name: 'Train' }).click();
    await page.getByRole('link', { name: 'Few labels' }).click();
    await expect(lab.button('Go on')).toBeVisible();
    await lab.button('Go on').click();
    await few.raced(5, '1');
    await expect(lab.button('Again')).toBeVisible();
  });

  await test.step('another number of labels goes straight to the race', async () => {
    const result = await few.row('1').allTextContents();
    const one = await lab.settled(few.digits);
    await page.getByRole('radio', { name: '1', exact: true }).press('ArrowRight');
    await expect(page.getByRole('radio', { name: '10', exact: true })).toBeChecked();
    expect(new URL(page.url()).hash).not.toContain('labels');
    await lab.changed(few.digits, one);
    await expect(few.chart).toHaveClass(/empty/);
    const told = await few.told();
    await lab.button('Go').click();
    await few.raced(1);
    expect((await told())[1]).toBe('Racing, seed 1 of 5');
    expect(await few.row('1').allTextContents()).toEqual(result);
  });

  await test.step('while one races another is chosen: it goes on with that', async () => {
    await page.getByRole('radio', { name: 'all' }).check();
    await few.raced(1, 'all');
    await expect(few.verdict).toHaveText(/^With all labels, /);
  });

  await test.step('the chart is never wider than its place', async () => {
    // It follows its place a frame later; nothing is wider meanwhile.
    const beyond = await few.chart.evaluate(({ parentElement: place }) => {
      if (!place) throw new Error('The chart has no place');
      place.style.width = '200px';
      const beyond = place.scrollWidth - place.clientWidth;
      place.style.width = '';
      return beyond;
    });
    expect(beyond).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await lab.fits();
  });
});

test('pretraining is stopped too, and other settings pretrain other layers', async ({ lab, page }) => {
  test.slow();
  const few = new FewLabels(lab);
  await few.open('&digits=500&passes=100');
  await lab.button('Go').click();
  await expect(few.layers.first()).toContainText('loss');
  await lab.button('Stop').click();
  await expect(lab.button('Go')).toBeVisible();
  await expect(few.layers.first()).toContainText('not yet');
  await page.getByLabel('Hidden layers').selectOption('100-100');
  await page.getByLabel('Passes a layer').fill('1');
  await page.getByLabel('Passes a layer').press('Enter');
  await page.getByLabel('Each layer is').selectOption('denoising');
  await expect(few.layers).toHaveText([/^784–100/, /^100–100/, /^100–10l/]);
  await expect(page).toHaveURL(/method=denoising/);
  await lab.button('Go').click();
  await few.raced(1);
  await page.getByLabel('Each layer is').selectOption('autoencoder');
  await expect(few.row('10').first()).toHaveText('–');
  await few.raced(1);
});

test('digits without labels are refused in words', async ({ lab, page }) => {
  const few = new FewLabels(lab);
  await few.open(QUICK);
  const images = Buffer.alloc(16 + 40 * 784);
  [0x803, 40, 28, 28].forEach((value, i) => images.writeUInt32BE(value, 4 * i));
  for (let i = 16; i < images.length; i++) images[i] = (i * 37) % 256;
  await page.getByRole('link', { name: 'Train' }).click();
  await page.getByLabel('Open idx files').setInputFiles({ name: 'images.idx', mimeType: '', buffer: images });
  await expect(page.getByRole('region', { name: 'Data' }).getByRole('status')).toContainText('images.idx');
  await page.getByRole('link', { name: 'Few labels' }).click();
  await expect(few.labelled).toContainText('no labels');
  await lab.button('Go').click();
  await expect(lab.messages).toContainText('These digits have no labels');
  await expect(lab.button('Go')).toBeEnabled();
});
