import { readFileSync } from 'node:fs';
import { Atlas, listen } from './atlas.js';
import { expect, SEVEN, sharedTest, test, textOf } from './lab.js';

sharedTest(
  'under the pointer stand the nearest digit and what the decoder makes there',
  async ({ lab, page }) => {
    const atlas = new Atlas(lab);
    await atlas.open();
    await page.mouse.move(...(await atlas.at([0.4, 0.4])));
    await expect(atlas.label).toHaveText(/^a \d$/);
    await expect.poll(() => lab.pixels(atlas.nearest)).toMatch(/[1-9]/);
    const here = await lab.settled(atlas.decoded);
    expect(here).toMatch(/[1-9]/);
    await page.mouse.move(...(await atlas.at([0.7, 0.75])));
    await lab.changed(atlas.decoded, here);
    await page.mouse.move(...(await atlas.at([0.1, 0.5], atlas.pca)));
    await expect(page.locator('.inspector')).toContainText('PCA gives here');
  },
);

sharedTest('from a code of many units one link leads to the map of two', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open('&weights=pca-30&digits=1000');
  await page.getByRole('link', { name: 'dense-2' }).click();
  await expect(page.getByRole('heading', { name: 'by the code of 2 units' })).toBeVisible();
  await expect(page).toHaveURL(/weights=dense-2/);
  await expect(page).toHaveURL(/digits=1000/);
  await expect(page.getByRole('link', { name: 'dense-2' })).toBeHidden();
});

sharedTest('the drawing stands on both maps and moves while one draws', async ({ lab }) => {
  const atlas = new Atlas(lab);
  await atlas.open();
  await lab.settled(lab.output);
  const before = await Promise.all([atlas.marker(), atlas.marker(atlas.pca)]);
  await lab.button('Clear').click();
  await lab.stroke(SEVEN);
  await expect.poll(() => atlas.marker()).not.toBe(before[0]);
  await expect.poll(() => atlas.marker(atlas.pca)).not.toBe(before[1]);
});

sharedTest(
  'a dragged rectangle is filled by the decoder, and the one around 0 comes back',
  async ({ lab }) => {
    const atlas = new Atlas(lab);
    await atlas.open();
    const standard = await lab.settled(atlas.grid);
    expect(standard).toMatch(/[1-9]/);
    const corners = await textOf(atlas.corners);
    await atlas.drag([0.3, 0.3], [0.6, 0.7]);
    await lab.changed(atlas.grid, standard);
    await expect(atlas.corners).not.toHaveText(corners);
    await lab.button('From −2σ to 2σ').click();
    await expect(atlas.corners).toHaveText(corners);
    await expect.poll(() => lab.pixels(atlas.grid)).toBe(standard);
  },
);

sharedTest('a walk between two clicked points has steps that differ, and is saved', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open();
  await expect(lab.button('Save as PNG')).toBeDisabled();
  await atlas.click([0.2, 0.3]);
  await expect(page.locator('.walk .caption')).toContainText('To where?');
  await atlas.click([0.8, 0.7]);
  await expect(atlas.steps).toHaveCount(12);
  const frames = await atlas.frames();
  expect(new Set(frames).size).toBe(12);
  await page.getByLabel('Way').selectOption('spherical');
  await expect.poll(async () => (await atlas.frames())[5]).not.toBe(frames[5]);
  await page.getByLabel('frames').fill('5');
  await page.getByLabel('frames').press('Enter');
  await expect(atlas.steps).toHaveCount(5);
  const downloading = page.waitForEvent('download');
  await lab.button('Save as PNG').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('walk-dense.png');
  const file = readFileSync(await download.path());
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  expect(file.readUInt32BE(16)).toBe(5 * file.readUInt32BE(20));
});

test('with reduced motion the walk stands still until it is played', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open();
  await lab.button('from my drawing').click();
  await atlas.click([0.2, 0.3]);
  const caption = page.locator('.walk .caption');
  await expect(caption).toHaveText('step 1 of 12');
  await lab.frames(30);
  await expect(caption).toHaveText('step 1 of 12');
  await lab.button('Play').click();
  await expect(caption).not.toHaveText('step 1 of 12');
  await lab.button('Pause').click();
  await atlas.steps.nth(8).click();
  await expect(caption).toHaveText('step 9 of 12');
});

sharedTest(
  'larger codes are projected; another model takes the place of the first',
  async ({ lab, page }) => {
    const atlas = new Atlas(lab);
    await atlas.open('&weights=vae-20&digits=1000');
    await expect(page.locator('.atlas')).toContainText('by the code of 20 units');
    await page.mouse.move(...(await atlas.at([0.4, 0.4])));
    await expect(atlas.label).toHaveText(/^a \d$/);
    const first = await lab.settled(atlas.grid);
    await lab.family.selectOption('dense');
    await lab.weights.selectOption('dense-2');
    await expect(page.locator('.atlas')).toContainText('by the code of 2 units');
    await lab.changed(atlas.grid, first);
  },
);

test('the keyboard alone: look around, walk, draw a rectangle, zoom', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open();
  const grid = await lab.settled(atlas.grid);
  for (let i = 0; !(await atlas.map.evaluate((map) => map === document.activeElement)); i++) {
    expect(i).toBeLessThan(90);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('ArrowLeft');
  await expect(atlas.label).toHaveText(/^a \d$/);
  await page.keyboard.press('Enter');
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(atlas.steps).toHaveCount(12);
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(`Shift+${key}`);
  await lab.changed(atlas.grid, grid);
  const whole = page.getByRole('button', { name: 'Whole map' }).first();
  await page.keyboard.press('+');
  await expect(whole).toBeEnabled();
  await page.keyboard.press('0');
  await expect(whole).toBeDisabled();
});

sharedTest('one digit stands out, and more points can be shown', async ({ lab, page }) => {
  const atlas = new Atlas(lab);
  await atlas.open();
  const canvas = atlas.map.locator('canvas').first();
  const all = await lab.settled(canvas);
  await page.getByRole('button', { name: 'Only the digit 4' }).click();
  await lab.changed(canvas, all);
  await page.mouse.move(...(await atlas.at([0.2, 0.2])));
  await expect(atlas.label).toHaveText('a 4');
  await page.getByRole('button', { name: 'Only the digit 4' }).click();
  await page.mouse.move(0, 0);
  await expect.poll(() => lab.pixels(canvas)).toBe(all);
  await atlas.points.selectOption('500');
  await lab.changed(canvas, all);
});

test('what was learnt in another view is shown here, and not computed before', async ({ lab, page }) => {
  const asked = await listen(page);
  const atlas = new Atlas(lab);
  await atlas.open('&family=dense&weights=new&config={"widths":[32,2]}&digits=1000&batchSize=32');
  const before = await lab.settled(atlas.map.locator('canvas').first());
  expect(await asked('placeCodes')).toBe(1);
  await page.getByRole('link', { name: 'Train' }).click();
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
  await expect(lab.button('Play')).toBeEnabled();
  expect(await asked('placeCodes')).toBe(1);
  await page.getByRole('link', { name: 'Map' }).click();
  await lab.changed(atlas.map.locator('canvas').first(), before);
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

sharedTest('a code of one unit has no map, and says so', async ({ lab, page }) => {
  await lab.open('#view=map&family=dense&weights=new&config={"widths":[32,1]}&digits=1000');
  await expect(page.locator('.atlas .note')).toContainText('a line, not a map');
  await expect(new Atlas(lab).pca.locator('.marker')).toBeVisible();
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

sharedTest('a model of pen strokes has its map too', async ({ lab }) => {
  const atlas = new Atlas(lab);
  await atlas.open(
    '&family=recurrent&weights=new&config={"sequence":"strokes","layers":1,"hidden":16,"codeSize":8}&digits=300',
  );
  await lab.page.mouse.move(...(await atlas.at([0.4, 0.4])));
  await expect(atlas.label).toHaveText(/^a \d$/);
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

sharedTest(
  'the map opens on a deep autoencoder’s two numbers beside PCA’s, and counts who agrees',
  async ({ lab, page }) => {
    const atlas = new Atlas(lab);
    await atlas.open('');
    await expect(lab.family).toHaveValue('dense');
    const note = page.locator('.atlas .note');
    await expect(note).toHaveText(
      /Of its ten neighbours \d+ % are the same digit, by PCA of the pixels \d+ %\.$/,
    );
    const [code = 0, pixels = 0] = ((await textOf(note)).match(/\d+(?= %)/g) ?? []).map(Number);
    expect(code).toBeGreaterThan(50);
    expect(pixels).toBeLessThan(code - 15);
  },
);
