import { BAR, expect, found, SEVEN, sharedTest, SMALL, test } from './lab.js';

/** One of the two rows of digits found. */
class Row {
  /** @param {import('./lab.js').LabPage} lab @param {string} kind */
  constructor(lab, kind) {
    this.root = lab.page.getByRole('region', { name: `Nearest by ${kind}` });
    this.digits = this.root.locator('.digit:enabled');
    this.tally = this.root.locator('.tally');
    this.note = this.root.locator('.note');
  }

  /** What was found, the nearest first. */
  async names() {
    const labels = await this.digits.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    return labels.map((label) => found(label, 'label').replace(/^.*: /, ''));
  }

  /** Waits until something else is found, and all of it. @param {string[]} before */
  async changed(before, k = 10) {
    await expect.poll(() => this.names()).not.toEqual(before);
    await expect(this.digits).toHaveCount(k);
    return this.names();
  }
}

class Search {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    this.lab = lab;
    this.pixels = new Row(lab, 'pixels');
    this.codes = new Row(lab, 'code');
    this.rows = [this.pixels, this.codes];
    this.query = lab.page.locator('.query strong');
  }

  async open(hash = '') {
    await this.lab.open(`#view=search${hash}`);
    for (const row of this.rows) await expect(row.digits).toHaveCount(10);
  }

  /** Draws, and waits until nothing more is found. @param {import('./lab.js').Stroke} points */
  async draw(points, k = 10) {
    await this.lab.button('Clear').click();
    for (const row of this.rows) await expect(row.digits).toHaveCount(0);
    await this.lab.stroke(points);
    for (const row of this.rows) await expect(row.digits).toHaveCount(k);
    let last = '';
    await expect
      .poll(
        async () => {
          const before = last;
          last = JSON.stringify(await this.found());
          return last === before;
        },
        { intervals: [300] },
      )
      .toBe(true);
    return this.found();
  }

  found() {
    return Promise.all([this.pixels.names(), this.codes.names()]);
  }
}

sharedTest('both rows find ten digits, and others for another drawing', async ({ lab }) => {
  const search = new Search(lab);
  await search.open();
  const [pixels, codes] = await search.draw(SEVEN);
  expect(new Set(pixels).size).toBe(10);
  expect(new Set(codes).size).toBe(10);
  for (const row of search.rows) {
    await expect(row.tally).toHaveText(/^\d+ of 10 are 7s$/);
    await expect(row.note).toHaveText(/^of 6,000 digits, (784|2) values each, in [\d.]+ ms$/);
  }
  const [others, otherCodes] = await search.draw(BAR);
  expect(others).not.toEqual(pixels);
  expect(otherCodes).not.toEqual(codes);
  await expect(search.pixels.tally).toHaveText(/are 1s$/);
});

sharedTest(
  'what is counted is what agrees, twenty are twenty, and either distance answers',
  async ({ lab, page }) => {
    const search = new Search(lab);
    await search.open('&digits=2000');
    await search.draw(SEVEN);
    for (const row of search.rows) {
      const agreeing = await row.root.locator('.agrees').count();
      await expect(row.tally).toHaveText(`${agreeing} of 10 are 7s`);
    }
    const ten = await search.codes.names();
    await page.getByLabel('Nearest', { exact: true }).selectOption('20');
    for (const row of search.rows) await expect(row.digits).toHaveCount(20);
    expect((await search.codes.names()).slice(0, 10)).toEqual(ten);
    const twenty = await search.codes.names();
    await expect(search.codes.tally).toHaveText(/^\d+ of 20 are /);
    await page.getByLabel('Distance', { exact: true }).selectOption('cosine');
    const other = await search.codes.changed(twenty, 20);
    await expect(page).toHaveURL(/nearest=20&metric=cosine/);
    await page.reload();
    for (const row of search.rows) await expect(row.digits).toHaveCount(20);
    await expect(page.getByLabel('Distance', { exact: true })).toHaveValue('cosine');
    await search.draw(SEVEN, 20);
    expect(await search.codes.names()).toEqual(other);
    await expect(search.pixels.digits).toHaveCount(20);
    await page.getByLabel('Distance', { exact: true }).selectOption('Euclidean');
    await expect.poll(async () => (await search.codes.names()).slice(0, 10)).toEqual(ten);
    await page.getByLabel('Nearest', { exact: true }).selectOption('10');
    for (const row of search.rows) await expect(row.digits).toHaveCount(10);
  },
);

sharedTest(
  'a digit found is searched for in its turn, and the drawing again, by keyboard too',
  async ({ lab }) => {
    const search = new Search(lab);
    await search.open('&digits=2000');
    const [pixels] = await search.draw(SEVEN);
    const fifth = search.pixels.digits.nth(4);
    await fifth.focus();
    await fifth.press('Enter');
    for (const row of search.rows) await expect.poll(async () => (await row.names())[0]).toBe(pixels[4]);
    await expect(search.query).toHaveText(/^digit [\d,]+$/);
    expect(pixels[4]).toContain(await search.query.textContent());
    await expect(fifth).toBeFocused();
    await expect(lab.button('Slant')).toBeHidden();
    await lab.button('Back to the drawing').press('Enter');
    await expect.poll(() => search.pixels.names()).toEqual(pixels);
    await expect(search.query).toHaveText('the drawing');
    await expect(lab.button('Back to the drawing')).toBeHidden();
    await expect(lab.button('Slant')).toBeFocused();
    await search.codes.digits.first().click();
    await expect(search.query).toHaveText(/^digit/);
    await search.draw(BAR);
    await expect(search.query).toHaveText('the drawing');
  },
);

sharedTest('a drawing is slanted and turned, and stroke by stroke undone', async ({ lab }) => {
  const search = new Search(lab);
  await search.open('&digits=1000');
  await search.draw(SEVEN);
  const upright = await lab.settled(lab.pad);
  const found = await search.pixels.names();
  await lab.button('Slant').click();
  const slanted = await lab.settled(lab.pad);
  expect(slanted).not.toBe(upright);
  await search.pixels.changed(found);
  await lab.button('Turn').click();
  expect(await lab.settled(lab.pad)).not.toBe(slanted);
  await lab.button('Undo').click();
  await lab.button('Undo').click();
  expect(await lab.settled(lab.pad)).toBe(upright);
  await expect.poll(() => search.pixels.names()).toEqual(found);
});

sharedTest('another model has other codes, other digits are searched anew', async ({ lab, page }) => {
  const search = new Search(lab);
  await search.open('&digits=1000&family=vae&weights=vae-20');
  await search.draw(SEVEN);
  const [pixels, codes] = await search.found();
  await lab.weights.selectOption('vae-2');
  await expect(search.codes.note).toContainText('2 values each');
  await search.codes.changed(codes);
  expect(await search.pixels.names()).toEqual(pixels);
  await page.getByRole('link', { name: 'Train' }).click();
  const digits = page.getByLabel('Generated digits', { exact: true });
  await digits.fill('400');
  await digits.press('Enter');
  await expect(page.getByRole('region', { name: 'Data' }).getByRole('status')).toContainText('360');
  await page.getByRole('link', { name: 'Search' }).click();
  for (const row of search.rows) await expect(row.note).toContainText('of 400 digits');
});

sharedTest('codes are those of the model that has learnt', async ({ lab, page }) => {
  const search = new Search(lab);
  await search.open(SMALL);
  const [pixels, codes] = await search.draw(SEVEN);
  await page.getByRole('link', { name: 'Train' }).click();
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(20);
  await lab.button('Pause').click();
  await page.getByRole('link', { name: 'Search' }).click();
  await search.codes.changed(codes);
  expect(await search.pixels.names()).toEqual(pixels);
});

sharedTest('a model of pen strokes searches among pen strokes', async ({ lab }) => {
  const search = new Search(lab);
  await search.open(
    '&family=recurrent&weights=new&config={"sequence":"strokes","layers":1,"hidden":16,"codeSize":8}&digits=300',
  );
  await search.draw(SEVEN);
  await expect(search.codes.note).toContainText('of 300 digits, 8 values each');
  await search.codes.digits.nth(1).click();
  await expect.poll(async () => (await search.codes.names())[0]).toContain(await search.query.textContent());
});

test('few digits without labels are ranked all the same', async ({ lab, page }) => {
  const search = new Search(lab);
  await search.open('&digits=300');
  const images = Buffer.alloc(16 + 12 * 784);
  [0x803, 12, 28, 28].forEach((value, i) => images.writeUInt32BE(value, 4 * i));
  for (let i = 0; i < 12; i++) images.fill(200, 16 + i * 784 + 300, 16 + i * 784 + 320 + i);
  await page.getByRole('link', { name: 'Train' }).click();
  await page.getByLabel('Open idx files').setInputFiles({ name: 'images.idx', mimeType: '', buffer: images });
  await expect(page.getByRole('region', { name: 'Data' }).getByRole('status')).toContainText('images.idx');
  await page.getByRole('link', { name: 'Search' }).click();
  await page.getByLabel('Nearest', { exact: true }).selectOption('20');
  for (const row of search.rows) {
    await expect(row.note).toContainText('of 12 digits');
    await expect(row.digits).toHaveCount(12);
    await expect(row.tally).toBeEmpty();
  }
});

test('nothing is read or encoded before someone looks', async ({ lab, page }) => {
  const search = new Search(lab);
  await lab.open();
  await expect(search.pixels.root).toBeHidden();
  await expect(search.pixels.root.locator('.digit:enabled')).toHaveCount(0);
  await page.getByRole('link', { name: 'Search' }).click();
  for (const row of search.rows) await expect(row.digits).toHaveCount(10);
});

sharedTest(
  'what the search is worth is measured, as drawn and bent, for the model in use',
  async ({ lab, page }) => {
    const search = new Search(lab);
    await search.open('&family=dense&weights=dense-30');
    const box = page.getByRole('region', { name: 'Measured' });
    await expect(box.locator('td').first()).toHaveText('–');
    await box.getByRole('button', { name: 'Measure' }).click();
    await expect(box.locator('td').last()).toHaveText(/%/);
    const shares = (await box.locator('td').allTextContents()).map(parseFloat);
    const rows = Array.from({ length: 5 }, (_, i) => shares.slice(2 * i, 2 * i + 2));
    const [drawn = [], shifted, slanted = []] = rows;
    for (const [pixels = 0, code = 0] of rows) {
      expect(pixels).toBeGreaterThan(50);
      expect(code).toBeGreaterThan(50);
    }
    // Centred, a shift is none; thirty numbers hold on where pixels lose.
    expect(shifted).toEqual(drawn);
    expect(slanted[1]).toBeGreaterThan(slanted[0] ?? 0);
    // Another model has yet to be measured.
    await lab.weights.selectOption('dense-2-small');
    await expect(box.locator('td').first()).toHaveText('–');
  },
);
