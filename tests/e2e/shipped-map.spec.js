import { Atlas, listen } from './atlas.js';
import { expect, test, textOf } from './lab.js';

test('a first visit sees where test digits are, and nothing is encoded for it', async ({ lab, page }) => {
  const asked = await listen(page);
  const atlas = new Atlas(lab);
  await atlas.open('');
  await expect(atlas.points).toHaveValue('shipped');
  await expect(atlas.points.locator('option').first()).toHaveText('2,000 test digits');
  for (const map of [atlas.map, atlas.pca])
    expect(await lab.settled(map.locator('canvas').first())).toMatch(/[1-9]/);
  for (const call of ['split', 'placeCodes', 'placePixels']) expect(await asked(call), call).toBe(0);
  const pictures = await asked('images');
  await page.mouse.move(...(await atlas.at([0.4, 0.4])));
  await expect(atlas.label).toHaveText(/^a \d$/);
  await expect(page.locator('.inspector')).toContainText('nearest digit, decoded');
  await expect.poll(() => lab.pixels(atlas.nearest)).toMatch(/[1-9]/);
  expect(await asked('images')).toBe(pictures);
  // The digit stands out on the other map too.
  const ring = () => lab.pixels(atlas.pca.locator('canvas').nth(1));
  await expect.poll(ring).toMatch(/[1-9]/);
  const before = await ring();
  await page.mouse.move(...(await atlas.at([0.6, 0.7])));
  await expect.poll(ring).not.toBe(before);
});

test('digits at hand remain a choice', async ({ lab, page }) => {
  const asked = await listen(page);
  const atlas = new Atlas(lab);
  await atlas.open();
  const shipped = await lab.settled(atlas.map.locator('canvas').first());
  await atlas.points.selectOption('500');
  await lab.changed(atlas.map.locator('canvas').first(), shipped);
  expect(await asked('placeCodes')).toBe(1);
  await page.mouse.move(...(await atlas.at([0.4, 0.4])));
  await expect(page.locator('.inspector')).not.toContainText('decoded,');
  await expect(page.locator('.inspector small').first()).toHaveText('nearest digit');
  await atlas.points.selectOption('shipped');
  await page.mouse.move(0, 0);
  await expect.poll(() => lab.pixels(atlas.map.locator('canvas').first())).toBe(shipped);
});

test('what has learnt is no longer where it came', async ({ lab, page }) => {
  const asked = await listen(page);
  const atlas = new Atlas(lab);
  await atlas.open('&family=pca&weights=pca-2&digits=300&batchSize=64');
  await expect(atlas.points).toHaveValue('shipped');
  await page.getByRole('link', { name: 'Train' }).click();
  await lab.button('One step').click();
  await expect(lab.button('Play')).toBeEnabled();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Map' }).click();
  await expect(atlas.points).toHaveValue('2000');
  await expect(atlas.points.locator('option')).toHaveCount(3);
  await expect.poll(() => asked('placeCodes')).toBeGreaterThan(0);
});

test('whoever brings digits sees those', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open();
  await expect(atlas.points).toHaveValue('shipped');
  await page.getByRole('link', { name: 'Train' }).click();
  const images = Buffer.alloc(16 + 40 * 784);
  [0x803, 40, 28, 28].forEach((value, i) => images.writeUInt32BE(value, 4 * i));
  for (let i = 16; i < images.length; i++) images[i] = (i * 37) % 256;
  const file = { name: 'own.idx', mimeType: 'application/octet-stream', buffer: images };
  await page.getByLabel('Open idx files').setInputFiles(file);
  await expect(page.getByText('36 to learn from, 4 to test')).toBeVisible();
  await page.getByRole('link', { name: 'Map' }).click();
  await expect(atlas.points).toHaveValue('2000');
  await page.mouse.move(...(await atlas.at([0.5, 0.5])));
  await expect(atlas.label).toHaveText('unlabelled');
});

test('pen strokes come with a map of generated digits', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open('&weights=recurrent-strokes&digits=300');
  await expect(atlas.points).toHaveValue('shipped');
  await page.mouse.move(...(await atlas.at([0.4, 0.4])));
  await expect(atlas.label).toHaveText(/^a \d$/);
  await expect.poll(() => lab.pixels(atlas.nearest)).toMatch(/[1-9]/);
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

test.describe('where the map is missing', () => {
  test.use({ allowed: [/404|Failed to load resource/] });

  test('it is said, and digits at hand are placed', async ({ lab, page }) => {
    await page.route(/dense-2\.map\.safetensors/, (route) => route.fulfill({ status: 404 }));
    const atlas = new Atlas(lab);
    await atlas.open();
    await expect(lab.messages).toContainText('dense-2.map.safetensors');
    await expect(atlas.points).toHaveValue('2000');
    await expect.poll(() => lab.pixels(atlas.map.locator('canvas').first())).toMatch(/[1-9]/);
  });

  test('a damaged one is refused', async ({ lab, page }) => {
    await page.route(/dense-2\.map\.safetensors/, (route) => route.fulfill({ body: 'no map' }));
    const atlas = new Atlas(lab);
    await atlas.open();
    await expect(lab.messages).toContainText('SHA-256');
    await expect(atlas.points).toHaveValue('2000');
  });
});

test('with and without L2 on the code: two maps and two grids that learn', async ({ lab, page }) => {
  test.slow();
  const atlas = new Atlas(lab);
  await atlas.open('&weights=dense-2&digits=300');
  await page.getByRole('tab', { name: 'L2 on the code' }).click();
  await lab.button('Train both').click();
  const status = page.locator('.penalty [role=status]');
  await expect(status).toContainText(/step [1-9]\d* of 800/, { timeout: 60_000 });
  for (const name of ['without', 'with λ = 0.2']) {
    const grid = page.getByRole('img', { name: `Grid around 0 ${name}` });
    await expect.poll(() => lab.pixels(grid)).toMatch(/[1-9]/);
    await expect(page.getByRole('img', { name: `Map of the codes ${name}` })).toBeVisible();
  }
  await expect(page.locator('.penalty figure .caption')).toHaveText([/^mean \(.*σ \(.*error \d/, /^mean/]);
  await lab.button('Stop').click();
  await expect(lab.button('Train both')).toBeVisible();
  await lab.family.selectOption('vae');
  await expect(page.getByRole('region', { name: 'L2 on the code' })).toBeHidden();
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

test.describe('with two fingers', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('the map zooms, and no rectangle is drawn', async ({ lab, page }) => {
    const atlas = new Atlas(lab);
    await atlas.open();
    const corners = await textOf(atlas.corners);
    const [x, y] = await atlas.at([0.5, 0.5]);
    const touch = await lab.touching();
    const fingers = (/** @type {number} */ apart) =>
      [-1, 1].map((side, id) => ({ x: x + side * apart, y, id }));
    const whole = page.getByRole('button', { name: 'Whole map' }).first();
    await expect(whole).toBeDisabled();
    await touch('touchStart', ...fingers(30));
    for (const apart of [40, 55, 70, 90]) await touch('touchMove', ...fingers(apart));
    await touch('touchEnd');
    await expect(whole).toBeEnabled();
    await expect(atlas.corners).toHaveText(corners);
  });
});
