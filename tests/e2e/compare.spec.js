import { BAR, expect, SEVEN, sharedTest, test, textOf } from './lab.js';

/** The comparison's rows, by the name of their weights. */
class Table {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    this.lab = lab;
    this.rows = lab.page.locator('.ranked tr');
  }

  /** @param {string} name */
  row(name) {
    return this.rows.filter({ has: this.lab.page.getByText(name, { exact: true }) });
  }

  /** @param {string} name */
  error(name) {
    return this.row(name).locator('.error');
  }

  names() {
    return this.rows.locator('strong').allTextContents();
  }

  async errors() {
    return (await this.rows.locator('.error').allTextContents()).filter((text) => text !== '').map(Number);
  }

  async sorted() {
    const errors = await this.errors();
    return errors.every((error, i) => i === 0 || error >= Number(errors[i - 1]));
  }

  /** Opens the view and waits until the first weights of these families have come back. */
  async open(hash = '', names = ['pca-30', 'vae-20', 'dense-30']) {
    await this.lab.open(`#view=compare${hash}`);
    for (const name of names) await expect(this.error(name)).toHaveText(/^\d+\.\d$/);
  }
}

sharedTest(
  'every family answers to the drawing, sorted by error, and again when it changes',
  async ({ lab }) => {
    const table = new Table(lab);
    await table.open();
    await lab.button('Clear').click();
    await lab.stroke(SEVEN);
    const canvas = table.row('dense-30').locator('canvas');
    await lab.settled(lab.output);
    const seven = await lab.settled(canvas);
    expect(seven).toMatch(/[1-9]/);
    await expect.poll(() => table.sorted()).toBe(true);
    const errors = await table.errors();
    expect(errors.length).toBeGreaterThan(2);
    await lab.button('Clear').click();
    await lab.stroke(BAR);
    await lab.changed(canvas, seven);
    await expect.poll(() => table.errors()).not.toEqual(errors);
    expect((await table.errors()).every(Number.isFinite)).toBe(true);
  },
);

sharedTest(
  'a heading sorts by its column, and the other way round at the second press',
  async ({ lab, page }) => {
    const table = new Table(lab);
    await table.open();
    await expect(page.locator('th.distance')).toHaveAttribute('aria-sort', 'ascending');
    await lab.button('parameters').click();
    await expect(page.locator('th.parameters')).toHaveAttribute('aria-sort', 'ascending');
    await expect(page.locator('th.distance')).not.toHaveAttribute('aria-sort');
    await expect.poll(() => table.names().then(([first]) => first)).toBe('pca-30');
    await lab.button('parameters').click();
    await expect(page.locator('th.parameters')).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(() => table.names().then(([first]) => first)).toBe('dbn-30');
    // Whoever has no numbers yet stays last.
    await expect(table.rows.last().getByRole('button', { name: /^Fetch/ })).toBeVisible();
  },
);

sharedTest('a click on a row takes its weights', async ({ lab }) => {
  const table = new Table(lab);
  await table.open('&family=vae&weights=vae-20');
  await expect(table.row('vae-20').locator('.choice')).toHaveAttribute('aria-pressed', 'true');
  await table.row('pca-30').locator('canvas').click();
  await expect(lab.weights).toHaveValue('pca-30');
  await expect(table.row('pca-30').locator('.choice')).toHaveAttribute('aria-pressed', 'true');
  // Either may be told of the example's last points later.
  await expect(async () => {
    await expect(lab.error).toHaveText(await textOf(table.error('pca-30')), { timeout: 500 });
  }).toPass();
});

test('what is not fetched by itself is one press away, or all at once', async ({ lab, page }) => {
  const table = new Table(lab);
  await table.open();
  await expect(table.error('pca-2')).toBeEmpty();
  await table.row('pca-2').getByRole('button', { name: 'Fetch 11 kB' }).click();
  await expect(table.error('pca-2')).toHaveText(/\d/);
  await page.getByRole('button', { name: /^Fetch all/ }).click();
  await expect(table.rows.getByRole('button', { name: /^Fetch/ })).toHaveCount(0);
  await expect(table.error('vae-2')).toHaveText(/\d/);
  await expect(page.getByRole('button', { name: /^Fetch all/ })).toBeHidden();
});

test('the drawing is the same in both views, and nothing is compared in the other', async ({ lab, page }) => {
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await lab.open();
  await lab.button('Clear').click();
  await lab.stroke(SEVEN);
  const seven = await lab.settled(lab.pad);
  // The weights, and where test digits lie among their codes.
  expect(asked.filter((url) => url.endsWith('.safetensors'))).toHaveLength(2);
  await page.getByRole('link', { name: 'Compare' }).click();
  await expect(new Table(lab).error('pca-30')).toHaveText(/\d/);
  expect(await lab.pixels(lab.pad)).toBe(seven);
  await page.getByRole('link', { name: 'Draw' }).click();
  expect(await lab.pixels(lab.pad)).toBe(seven);
  await expect(page.locator('.ranked')).toBeHidden();
});

test.describe('with a file out of reach', () => {
  test.use({ allowed: [[/ERR_FAILED/], { scope: 'test' }] });

  test('the others work, and the row offers another try', async ({ lab, page }) => {
    const table = new Table(lab);
    await page.route('**/pca-30.safetensors', (route) => route.abort());
    await table.open('', ['vae-20', 'dense-30']);
    await expect(lab.messages).toContainText('pca-30.safetensors');
    const again = table.row('pca-30').getByRole('button', { name: 'Try again' });
    await expect(again).toBeVisible();
    await expect(table.error('pca-30')).toBeEmpty();
    await page.unroute('**/pca-30.safetensors');
    await again.click();
    await expect(table.error('pca-30')).toHaveText(/\d/);
    await expect(again).toBeHidden();
  });
});

sharedTest('a phone shows the rows whole', async ({ lab, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const table = new Table(lab);
  await table.open();
  await lab.fits();
  const [first, second] = await table.rows.evaluateAll((/** @type {HTMLElement[]} */ rows) =>
    rows.map((row) => row.offsetHeight),
  );
  expect(first).toBe(second);
});

sharedTest(
  'a damaged drawing is scored against the clean one, and the denoiser restores it best',
  async ({ lab, page }) => {
    const table = new Table(lab);
    await table.open('&damage=salt-and-pepper&damageLevel=0.2', ['denoising-1000', 'vae-20', 'dense-30']);
    const given = page.getByRole('img', { name: 'What every family is given' });
    const salted = await lab.settled(given);
    const damage = async () => Number(await textOf(page.locator('.damage strong')));
    await expect.poll(damage).toBeGreaterThan(20);
    // Whoever copied the damage would score as it does.
    expect(Number(await textOf(table.error('denoising-1000')))).toBeLessThan(await damage());
    await lab.button('Again').click();
    await lab.changed(given, salted);
    for (const kind of ['gaussian', 'masking', 'half', 'blots']) {
      const before = await lab.settled(given);
      await page.getByLabel('Damage', { exact: true }).selectOption(kind);
      await lab.changed(given, before);
      await expect(page).toHaveURL(new RegExp(`damage=${kind}`));
    }
    await page.getByLabel('Damage', { exact: true }).selectOption('none');
    await expect(page.locator('.damage')).toContainText('Every family on this drawing.');
    await expect.poll(async () => Number(await textOf(table.error('dense-30')))).toBeLessThan(5);
  },
);
