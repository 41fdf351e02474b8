import { expect, sharedTest, test } from './lab.js';

sharedTest('family and weights change without a reload', async ({ lab, page }) => {
  await lab.open();
  await page.evaluate(() => (window.kept = true));
  const deep = await lab.settled(lab.output);
  await lab.family.selectOption('pca');
  await lab.changed(lab.output, deep);
  await expect(page.locator('#summary')).not.toBeEmpty();
  await expect(page.locator('#equation math')).toBeVisible();
  await lab.weights.selectOption('pca-30');
  await expect(page.locator('.bank input')).toHaveCount(30);
  const large = await lab.settled(lab.output);
  await lab.weights.selectOption('pca-2');
  await lab.changed(lab.output, large);
  await expect(page.locator('.plane .board')).toBeVisible();
  expect(await page.evaluate(() => window.kept)).toBe(true);
});

test('a link brings back view, family and weights', async ({ lab, page }) => {
  await lab.open();
  await lab.family.selectOption('pca');
  await lab.weights.selectOption('pca-2');
  await expect(page).toHaveURL(/weights=pca-2/);
  await page.reload();
  await expect(lab.weights).toHaveValue('pca-2');
  await page.getByRole('link', { name: 'Train' }).click();
  await expect(lab.button('Play')).toBeVisible();
  await page.goBack();
  await expect(lab.pad).toBeVisible();
});

sharedTest(
  'another hash in the address bar leads to another model, and back again',
  async ({ lab, page }) => {
    await lab.open('#family=pca&weights=pca-30');
    await page.evaluate(() => (location.hash = '#family=vae&weights=vae-2'));
    await expect(page.locator('.plane .board')).toBeVisible();
    await expect(lab.weights).toHaveValue('vae-2');
    await page.goBack();
    await expect(lab.weights).toHaveValue('pca-30');
    await expect(page.locator('.bank input')).toHaveCount(30);
  },
);

test('a hash that means nothing opens the default model', async ({ lab }) => {
  await lab.open('#view=nowhere&family=nobody&weights=new&steps=-3&device=abacus&config={broken');
  await expect(lab.messages).toContainText('nobody');
  await expect(lab.pad).toBeVisible();
});

test('a link to a model that is too large says how large, and the default model works', async ({
  lab,
  page,
}) => {
  const config = { widths: [4096, 4096, 4096, 4096] };
  await lab.open(`#family=dense&weights=new&config=${encodeURIComponent(JSON.stringify(config))}`);
  await expect(lab.messages).toContainText('MB are allowed');
  await page.getByRole('button', { name: 'Draw a 3' }).click();
  await expect(lab.pad).toBeVisible();
  await lab.settled(lab.output);
});

test('broken files in place of weights give a message each, and the model in use works on', async ({
  lab,
  page,
}) => {
  test.slow();
  await lab.train();
  const truncated = (await saved(page)).subarray(0, 5000);
  for (const [what, buffer] of Object.entries({
    text: Buffer.from('these are no weights'),
    'a truncated file': truncated,
    'an empty file': Buffer.from(''),
  }))
    await test.step(what, async () => {
      const picker = page.locator('.exchange input[type=file]');
      await picker.setInputFiles({
        name: 'broken.safetensors',
        mimeType: 'application/octet-stream',
        buffer,
      });
      await expect(lab.messages.locator('.message'), what).toBeVisible();
      await expect(lab.messages.locator('strong'), what).not.toBeEmpty();
      await page.getByRole('link', { name: 'Draw' }).click();
      const before = await lab.settled(lab.output);
      await lab.button('Clear').click();
      await lab.changed(lab.output, before);
      await lab.button('Dismiss').click();
      await expect(lab.messages, what).toBeEmpty();
      // As it was for the next one.
      await lab.button('Undo').click();
      await expect.poll(() => lab.pixels(lab.output)).toBe(before);
      await page.getByRole('link', { name: 'Train' }).click();
    });
});

test('weights whose hash differs are refused, and the model in use works on', async ({ lab, page }) => {
  await lab.open('#family=pca&weights=pca-2');
  await page.route('**/pca-30.safetensors', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    const last = body.length - 1;
    body.writeUInt8(body.readUInt8(last) ^ 1, last);
    await route.fulfill({ response, body });
  });
  const before = await lab.settled(lab.output);
  await lab.weights.selectOption('pca-30');
  await expect(lab.messages).toContainText('SHA-256');
  await expect(lab.weights).toHaveValue('pca-2');
  await lab.button('Clear').click();
  await lab.changed(lab.output, before);
});

test.describe('with a file missing', () => {
  test.use({ allowed: [[/status of 404/], { scope: 'test' }] });

  test('weights that are missing on the server give a message', async ({ lab, page }) => {
    await page.route('**/pca-30.safetensors', (route) => route.fulfill({ status: 404, body: 'none' }));
    await lab.open('#family=pca&weights=pca-2');
    await lab.weights.selectOption('pca-30');
    await expect(lab.messages).toContainText('404');
    await expect(lab.weights).toHaveValue('pca-2');
  });
});

/** @param {import('@playwright/test').Page} page */
async function saved(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the model' }).click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
