import { attributeOf, boxOf, expect, SEVEN, sharedTest, test, textOf } from './lab.js';

const OF_TWENTY = '#family=vae&weights=vae-20';

test('the first screen reconstructs an example without a click', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await lab.open();
  await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
  await expect(page.locator('.examples .digit:enabled')).toHaveCount(10);
  expect(Number(await lab.error.textContent())).toBeGreaterThan(0);
  expect(await lab.pixels(lab.output)).toMatch(/[1-9]/);
});

sharedTest('digits in a row change colour with the page', async ({ lab, page }) => {
  const ink = () =>
    page.locator('.samples .digit canvas').evaluateAll((/** @type {HTMLCanvasElement[]} */ canvases) =>
      canvases.map((canvas) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
        if (!copy) throw new Error('There is no context');
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        const strong = data.findIndex((value, i) => i % 4 === 3 && value > 127);
        return data.slice(strong - 3, strong).join(' ');
      }),
    );
  await page.emulateMedia({ colorScheme: 'light' });
  await lab.open();
  await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
  const light = await ink();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(async () => (await ink()).every((colour, i) => colour !== light[i])).toBe(true);
});

sharedTest(
  'drawing with the mouse changes input and reconstruction; undo and clear go back',
  async ({ lab }) => {
    await lab.open();
    await lab.button('Clear').click();
    await expect.poll(() => lab.pixels(lab.input)).not.toMatch(/[1-9]/);
    const empty = await lab.settled(lab.output);
    await lab.stroke(SEVEN);
    await lab.changed(lab.output, empty);
    const seven = await lab.settled(lab.output);
    expect(await lab.pixels(lab.input)).toMatch(/[1-9]/);
    await lab.stroke([
      [0.3, 0.55],
      [0.7, 0.55],
    ]);
    await lab.changed(lab.output, seven);
    await lab.button('Undo').click();
    await expect.poll(() => lab.pixels(lab.output)).toBe(seven);
  },
);

test('the reconstruction follows while the pen is still down', { tag: '@timing' }, async ({ lab, page }) => {
  await lab.open();
  await lab.button('Clear').click();
  const empty = await lab.settled(lab.output);
  const box = await boxOf(lab.pad);
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 200, { steps: 10 });
  await lab.changed(lab.output, empty);
  await page.mouse.up();
});

sharedTest('each of the ten examples comes back', async ({ lab, page }) => {
  await lab.open();
  for (let digit = 0; digit < 10; digit++) {
    const before = await lab.pixels(lab.output);
    await lab.button(`Draw a ${digit}`).click();
    await lab.changed(lab.output, before);
    await lab.settled(lab.output);
    // By two numbers; the mean over the test digits is 27.4.
    expect(Number(await textOf(lab.error)), `a ${digit}`).toBeLessThan(30);
  }
});

sharedTest('a slider moves the digit; the way back is one button', async ({ lab, page }) => {
  await lab.open(OF_TWENTY);
  const drawn = await lab.settled(lab.output);
  const slider = page.getByRole('slider', { name: 'Unit 3', exact: true });
  const box = await boxOf(slider);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 8, { steps: 5 });
  await page.mouse.up();
  await lab.changed(lab.output, drawn);
  await expect(lab.error).toHaveText('–');
  await lab.button('Use again: back to the input').click();
  await expect.poll(() => lab.pixels(lab.output)).toBe(drawn);
});

sharedTest('every slider changes what the decoder draws', async ({ lab, page }) => {
  await lab.open(OF_TWENTY);
  const sliders = page.locator('.bank input');
  await expect(sliders).toHaveCount(20);
  for (const slider of (await sliders.all()).slice(0, 5)) {
    await slider.fill(await attributeOf(slider, 'max'));
    const high = await lab.settled(lab.output);
    await slider.fill(await attributeOf(slider, 'min'));
    await lab.changed(lab.output, high);
  }
});

sharedTest('a code of more units than fit is paged', async ({ lab, page }) => {
  await lab.open('#family=pca&weights=new&config={"codeSize":70}');
  await expect(page.locator('.bank input')).toHaveCount(32);
  await lab.button('Later units').click();
  await lab.button('Later units').click();
  await expect(page.locator('.bank input')).toHaveCount(6);
  await expect(lab.button('Later units')).toBeDisabled();
  const drawn = await lab.settled(lab.output);
  await page.getByRole('slider', { name: 'Unit 70' }).fill('3');
  await lab.changed(lab.output, drawn);
});

sharedTest('a code of two units is a plane to drag on, painted by the decoder', async ({ lab, page }) => {
  await lab.open('#family=vae&weights=vae-2');
  const board = page.locator('.plane .board');
  await expect.poll(() => lab.pixels(board.locator('canvas'))).toMatch(/[1-9]/);
  const drawn = await lab.settled(lab.output);
  const box = await boxOf(board);
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await page.mouse.down();
  await lab.changed(lab.output, drawn);
  const middle = await lab.settled(lab.output);
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.1, { steps: 8 });
  await page.mouse.up();
  await lab.changed(lab.output, middle);
});

sharedTest('samples are new each time, and one of them can be taken as the code', async ({ lab, page }) => {
  await lab.open();
  const first = page.locator('.samples canvas').first();
  const before = await lab.pixels(first);
  await lab.button('Sample new digits').click();
  await lab.changed(first, before);
  const drawn = await lab.settled(lab.output);
  await page.locator('.samples .digit').nth(4).click();
  await lab.changed(lab.output, drawn);
});

test('an example draws itself stroke by stroke', { tag: '@timing' }, async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await lab.open();
  const three = await lab.settled(lab.pad);
  const pictures = await lab.watched(lab.pad);
  await page.getByRole('button', { name: 'Draw a 8' }).click();
  await lab.changed(lab.pad, three);
  await expect.poll(pictures).toBeGreaterThan(3);
  await lab.settled(lab.pad);
});

sharedTest('with reduced motion an example is there at once', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('button', { name: 'Draw a 8' }).click();
  const whole = await lab.pixels(lab.pad);
  expect(await lab.settled(lab.pad)).toBe(whole);
});

sharedTest(
  'samples that lie among digits of one kind are counted: more of a variational code',
  async ({ lab, page }) => {
    const counted = page.locator('.counted');
    const share = async (/** @type {string} */ hash) => {
      await lab.open(hash);
      await counted.getByRole('button').click();
      await expect(counted).toHaveText(
        /^Of 200 samples \d+ % lie among digits of one kind, of real ones\s+\d+ %/,
      );
      const [samples = NaN, digits = NaN] = (await textOf(counted)).match(/\d+(?= %)/g)?.map(Number) ?? [];
      expect(digits).toBeGreaterThan(60);
      return samples;
    };
    const plain = await share('#family=dense&weights=dense-30');
    expect(await share(OF_TWENTY)).toBeGreaterThan(plain + 5);
  },
);

sharedTest('families stand on a shelf, each with what sets it apart', async ({ lab, page }) => {
  await lab.open();
  const told = await lab.family.locator('option').allTextContents();
  expect(told).toHaveLength(12);
  for (const text of told) expect(text.replace(/\s+/g, ' ').trim()).toMatch(/^[A-Z].+ – .{12,}[a-z]$/);
  await lab.family.click();
  await page.getByRole('option', { name: /^Variational autoencoder/ }).click();
  await expect(lab.family).toHaveValue('vae');
  await expect(page.locator('#try')).not.toBeEmpty();
});
