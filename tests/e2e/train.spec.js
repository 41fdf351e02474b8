import { gzipSync } from 'node:zlib';
import { expect, LONG, sharedTest, SMALL, test } from './lab.js';

test('training lowers the loss; it pauses, goes on, steps once and is reset', async ({ lab, page }) => {
  await lab.train(LONG);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
  const start = await lab.number('train-loss');
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(150);
  await expect.poll(() => lab.number('steps-s')).toBeGreaterThan(0);
  await expect(lab.reading('left')).toHaveText(/\d/);
  // Measured once a second, so the first one shown is that of the untrained model.
  await expect.poll(() => lab.number('test-loss')).toBeLessThan(0.8 * start);
  await lab.button('Pause').click();
  await expect(lab.button('Play')).toBeVisible();
  const end = await lab.number('train-loss');
  expect(end).toBeLessThan(0.8 * start);

  const paused = await lab.number('step');
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(paused + 1);
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(paused + 20);
  expect(await lab.number('train-loss')).toBeLessThan(0.8 * start);
  await lab.button('Reset').click();
  await expect.poll(() => lab.number('step')).toBe(0);
  await expect(lab.button('Play')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Losses by step' })).toHaveClass(/empty/);
});

test('the strip of reconstructions improves while the model learns', async ({ lab, page }) => {
  await lab.train(LONG);
  const copy = page.locator('.copies canvas').first();
  const untrained = await lab.settled(copy);
  await lab.button('Play').click();
  await lab.changed(copy, untrained);
  const early = await lab.pixels(copy);
  await lab.changed(copy, early);
  await expect(lab.button('Pause')).toBeVisible();
});

test('a model trained here is used on the Draw screen and outlives a reload', async ({ lab, page }) => {
  await lab.train(`${SMALL}&steps=60`);
  await lab.button('Play').click();
  await expect(lab.button('Play')).toBeVisible();
  await expect(lab.weights).toHaveValue('mine');
  const digit = await lab.settled(lab.output);
  await page.getByRole('link', { name: 'Draw' }).click();
  await lab.changed(lab.output, digit);
  const drawn = await lab.settled(lab.output);
  expect(drawn).toMatch(/[1-9]/);
  await page.reload();
  await expect(lab.weights).toHaveValue('mine');
  await expect(page.locator('.bank input')).toHaveCount(16);
  await expect.poll(() => lab.pixels(lab.output)).toBe(drawn);
});

test('download, then load: the same reconstruction', async ({ lab, page }) => {
  await lab.train(`${SMALL}&steps=40`);
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBe(40);
  await expect(lab.button('Play')).toBeVisible();
  const before = await lab.settled(lab.output);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    lab.button('Download the model').click(),
  ]);
  expect(download.suggestedFilename()).toBe('dense-16.safetensors');
  await lab.button('Reset').click();
  await lab.changed(lab.output, before);
  await page.locator('.exchange input[type=file]').setInputFiles(await download.path());
  await expect.poll(() => lab.pixels(lab.output)).toBe(before);
});

test('a model dropped anywhere on the page is loaded', async ({ lab, page }) => {
  await lab.train(`${SMALL}&steps=5`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    lab.button('Download the model').click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  await lab.open('#family=pca&weights=pca-30');
  await drop(page, 'my.safetensors', Buffer.concat(chunks));
  await expect(lab.weights).toHaveValue('mine');
  await expect(page.locator('.bank input')).toHaveCount(16);
});

test('own idx files are learnt from, plain or gzip', async ({ lab, page }) => {
  await lab.train(SMALL);
  const picker = page.getByLabel('Open idx files');
  await picker.setInputFiles([
    { name: 'images.gz', mimeType: 'application/gzip', buffer: gzipSync(idxImages(50)) },
    { name: 'labels.idx', mimeType: 'application/octet-stream', buffer: idxLabels(50) },
  ]);
  await expect(page.getByText('45 to learn from, 5 to test')).toBeVisible();
  await expect(page.locator('.originals .digit:enabled')).toHaveCount(5);
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
});

test('a file that lies about its count gives a message, and the digits in use stay', async ({
  lab,
  page,
}) => {
  await lab.train(SMALL);
  const buffer = idxImages(3);
  buffer.writeUInt32BE(1000, 4);
  await page.getByLabel('Open idx files').setInputFiles({ name: 'x', mimeType: '', buffer });
  await expect(lab.messages.locator('.message')).toBeVisible();
  await expect(page.getByText('900 to learn from, 100 to test')).toBeVisible();
  await lab.button('One step').click();
  await expect.poll(() => lab.number('step')).toBe(1);
});

test.describe('offline', () => {
  test.use({ allowed: [[/net::ERR_/], { scope: 'test' }] });

  test('MNIST without a network says so', async ({ lab, page }) => {
    await page.route('https://storage.googleapis.com/**', (route) => route.abort('internetdisconnected'));
    await lab.train(SMALL);
    await lab.button('Download MNIST').click();
    await expect(lab.messages).toContainText('online');
    await expect(lab.button('Download MNIST')).toBeEnabled();
  });
});

test('a download that is not MNIST is refused by its hash', async ({ lab, page }) => {
  const headers = { 'access-control-allow-origin': '*' };
  await page.route('https://storage.googleapis.com/**', (route) =>
    route.fulfill({ headers, body: 'something else' }),
  );
  await lab.train(SMALL);
  await lab.button('Download MNIST').click();
  await expect(lab.messages).toContainText('hash');
});

test('controls of the family make another model; a bad value makes none', async ({ lab, page }) => {
  await lab.train(SMALL);
  const widths = page.locator('.field-widths input');
  await widths.fill('32, 2');
  await widths.press('Enter');
  await expect(page.locator('.plane .board')).toBeVisible();
  await widths.fill('32, many');
  await widths.press('Tab');
  await expect(page.locator('.plane .board')).toBeVisible();
  expect(await widths.evaluate((/** @type {HTMLInputElement} */ input) => input.validity.valid)).toBe(false);
});

test('a learning rate that diverges is told, and the model goes on from its last good state', async ({
  lab,
  page,
}) => {
  await lab.train(`${SMALL}&learningRate=1&steps=400&config={"widths":[64,16],"activation":"relu"}`);
  await lab.button('Play').click();
  await expect(lab.button('Play')).toBeVisible();
  await page.getByLabel('Learning rate', { exact: true }).fill('0.001');
  await page.getByLabel('Learning rate', { exact: true }).press('Tab');
  await lab.button('One step').click();
  await expect.poll(() => lab.number('train-loss')).toBeGreaterThan(0);
});

/** @param {number} count */
function idxImages(count) {
  const file = Buffer.alloc(16 + count * 784);
  [0x803, count, 28, 28].forEach((value, i) => file.writeUInt32BE(value, 4 * i));
  for (let i = 16; i < file.length; i++) file[i] = (i * 37) % 256;
  return file;
}

/** @param {number} count */
function idxLabels(count) {
  const file = Buffer.alloc(8 + count);
  [0x801, count].forEach((value, i) => file.writeUInt32BE(value, 4 * i));
  for (let i = 0; i < count; i++) file[8 + i] = i % 10;
  return file;
}

/** @param {import('@playwright/test').Page} page @param {string} name @param {Buffer} bytes */
async function drop(page, name, bytes) {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const held = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      held.items.add(new File([bytes], name));
      return held;
    },
    { name, base64: bytes.toString('base64') },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

sharedTest(
  'terms of the loss are drawn apart, say their share, and light where they act',
  async ({ lab, page }) => {
    await lab.train(
      '&family=vae&weights=new&config={"widths":[32,4],"beta":2}&digits=400&batchSize=32&steps=40',
    );
    await lab.button('Play').click();
    await expect.poll(() => lab.number('step')).toBe(40);
    const terms = page.locator('.key .term');
    await expect(terms).toHaveCount(2);
    const told = (await terms.allTextContents()).map((text) =>
      (text.match(/\d+(\.\d+)?/g) ?? []).map(Number),
    );
    const by = Object.fromEntries(
      (await terms.allTextContents()).map((text, i) => [
        text.includes('KL') ? 'code' : 'output',
        told[i] ?? [],
      ]),
    );
    const [[divergence = NaN, ofCode = NaN] = [], [likelihood = NaN, ofOutput = NaN] = []] = [
      by.code,
      by.output,
    ];
    const loss = await lab.number('train-loss');
    expect(likelihood + 2 * divergence).toBeCloseTo(loss, 0);
    expect(ofCode + ofOutput).toBeGreaterThan(98);
    expect(ofCode).toBe(Math.round((200 * divergence) / loss));
    await terms.filter({ hasText: 'KL' }).hover();
    await expect(page.locator('#picture')).toHaveAttribute('data-lit', 'code');
    await terms.filter({ hasText: 'log p' }).hover();
    await expect(page.locator('#picture')).toHaveAttribute('data-lit', 'output');
    await page.mouse.move(0, 0);
    await expect(page.locator('#picture')).not.toHaveAttribute('data-lit');
    // A loss of one term has none to tell apart.
    await lab.train(SMALL);
    await expect(terms).toHaveCount(0);
  },
);
