import { attributeOf, expect, SEVEN, sharedTest, test } from './lab.js';

/** Small enough that a few steps take seconds. */
const STROKES =
  '&family=recurrent&weights=new&config={"sequence":"strokes","layers":1,"hidden":16,"codeSize":8}&digits=300&batchSize=16';

const STEPS = 'The reconstruction, 40 pen steps';
const PEN = '#weights=recurrent-strokes';

/** @import { Locator, Page } from '@playwright/test' */
const sequence = (/** @type {Page} */ page) => page.getByLabel('Sequence', { exact: true });
const widthOf = (/** @type {Locator} */ canvas) =>
  canvas.evaluate((/** @type {HTMLCanvasElement} */ { width }) => width);

test('chosen in the form, strokes are learnt, drawn and sampled; rows come back', async ({ lab, page }) => {
  await lab.train(STROKES.replace('"sequence":"strokes",', ''));
  await expect(sequence(page)).toHaveValue('rows');
  await sequence(page).selectOption('strokes');
  await expect(lab.output).toHaveAccessibleName(STEPS);
  await expect(page).toHaveURL(/strokes/);
  const copy = page.locator('.copies canvas').first();
  await expect.poll(() => widthOf(copy)).toBeGreaterThan(28);
  await expect(page.locator('.originals .digit:enabled')).toHaveCount(10);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
  expect(await lab.number('train-loss')).toBeGreaterThan(0);

  await page.getByRole('link', { name: 'Draw' }).click();
  await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
  const samples = page.locator('.samples canvas');
  await expect.poll(() => widthOf(samples.first())).toBeGreaterThan(28);
  await lab.button('Clear').click();
  await expect.poll(() => lab.pixels(lab.input)).not.toMatch(/[1-9]/);
  await lab.stroke(SEVEN);
  await expect.poll(() => lab.pixels(lab.input)).toMatch(/[1-9]/);
  await expect(lab.error).toHaveText(/\d/);

  await page.getByRole('link', { name: 'Train' }).click();
  await sequence(page).selectOption('rows');
  await expect(lab.output).toHaveAccessibleName(/28 × 28/);
  await expect.poll(() => widthOf(copy)).toBe(28);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

test('a link to a model of strokes opens it, and nothing drawn is no failure', async ({ lab, page }) => {
  await lab.open(`#${STROKES.slice(1)}`);
  await expect(lab.output).toHaveAccessibleName(STEPS);
  await lab.button('Clear').click();
  await expect.poll(() => lab.pixels(lab.input)).not.toMatch(/[1-9]/);
  await lab.stroke([SEVEN[0], SEVEN[0]]);
  await expect(lab.error).toHaveText(/\d/);
  await expect(lab.messages.locator('.message')).toHaveCount(0);
});

test('images without strokes are refused in words, and generated digits help', async ({ lab, page }) => {
  await lab.train(STROKES);
  const images = Buffer.alloc(16 + 20 * 784);
  [0x803, 20, 28, 28].forEach((value, i) => images.writeUInt32BE(value, 4 * i));
  await page.getByLabel('Open idx files').setInputFiles({ name: 'images.idx', mimeType: '', buffer: images });
  await expect(lab.messages).toContainText('no pen strokes');
  await expect(page.locator('.originals .digit:enabled')).toHaveCount(0);
  await lab.button('One step').click();
  await expect(lab.button('Play')).toBeEnabled();
  expect(await lab.number('step')).toBe(0);
  const digits = page.getByLabel('Generated digits', { exact: true });
  await digits.fill('400');
  await digits.press('Enter');
  await expect(page.locator('.originals .digit:enabled')).toHaveCount(10);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
});

test.describe('shipped weights', () => {
  test(
    'a drawing comes back and is redrawn stroke by stroke when the hand rests',
    { tag: '@timing' },
    async ({ lab, page }) => {
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await lab.open(PEN);
      await lab.button('Clear').click();
      const empty = await lab.settled(lab.output);
      await lab.stroke(SEVEN);
      await lab.changed(lab.output, empty);
      const pictures = await lab.watched(lab.output);
      await expect.poll(pictures).toBeGreaterThan(5);
      await lab.settled(lab.output);
    },
  );

  sharedTest(
    'with reduced motion the reconstruction is there whole; a slider moves it',
    async ({ lab, page }) => {
      await lab.open(PEN);
      const three = await lab.settled(lab.output);
      await page.getByRole('button', { name: 'Draw a 8' }).click();
      await lab.changed(lab.output, three);
      const eight = await lab.settled(lab.output);
      await lab.frames(36);
      expect(await lab.pixels(lab.output)).toBe(eight);
      const slider = page.getByRole('slider', { name: 'Unit 3', exact: true });
      await slider.fill(await attributeOf(slider, 'max'));
      await lab.changed(lab.output, eight);
      await lab.button('Use again: back to the input').click();
      await expect.poll(() => lab.pixels(lab.output)).toBe(eight);
    },
  );

  sharedTest('a sample can be taken as the code', async ({ lab, page }) => {
    await lab.open(PEN);
    await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
    const drawn = await lab.settled(lab.output);
    await page.locator('.samples .digit').nth(4).click();
    await lab.changed(lab.output, drawn);
    await expect(lab.error).toHaveText('–');
  });
});
