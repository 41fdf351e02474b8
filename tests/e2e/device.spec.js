// What computes: chosen in the link, by hand, more than once, and where it cannot be had.
import { BAR, expect, sharedTest, test, textOf } from './lab.js';

/** @typedef {import('./lab.js').LabPage} LabPage */

/** @param {LabPage} lab */
async function opened({ page }) {
  const card = page.locator('#device');
  if ((await card.getAttribute('open')) === null) await card.locator('summary').click();
}

/** @param {LabPage} lab @param {'CPU' | 'WebGPU'} name */
async function chosen(lab, name) {
  await opened(lab);
  await lab.page.getByRole('radio', { name }).check();
  // A software adapter compiles its shaders slowly.
  await expect(lab.page.locator('#device')).toHaveAttribute('data-kind', name.toLowerCase(), {
    timeout: 120_000,
  });
  await lab.page.locator('#device summary').click();
}

// Those that compute on WebGPU share one page, which keeps its part of the package.
sharedTest('the last device chosen stays, whichever starts last', async ({ lab, page }) => {
  await lab.open();
  await opened(lab);
  for (const name of ['WebGPU', 'CPU', 'WebGPU', 'CPU']) await page.getByRole('radio', { name }).click();
  await expect(page.locator('#progress')).toBeHidden();
  await expect(page.locator('#device-name')).toHaveText('CPU');
  await expect(page.getByRole('radio', { name: 'CPU' })).toBeChecked();
  await page.getByRole('button', { name: 'Draw a 3' }).click();
  await lab.settled(lab.output);
  await expect(lab.messages).toBeEmpty();
});

sharedTest('a device typed into an open page is what it says', async ({ lab, page }) => {
  await lab.open();
  await page.evaluate(() => (location.hash = '#weights=pca-2&device=webgpu'));
  await expect(page.locator('#device-name')).toHaveText('WebGPU', { timeout: 120_000 });
});

sharedTest('the device is switched without a reload and keeps the weights', async ({ lab, page }) => {
  await lab.open('#device=cpu');
  await page.evaluate(() => (window.kept = true));
  const shown = async (/** @type {number} */ digit) => {
    const before = await lab.pixels(lab.output);
    await page.getByRole('button', { name: `Draw a ${digit}` }).click();
    await lab.changed(lab.output, before);
    return lab.settled(lab.output);
  };
  const cpu = await shown(8);
  await chosen(lab, 'WebGPU');
  await expect(page.locator('#device-reason')).toContainText('.');
  await shown(1);
  const gpu = await shown(8);
  const far = cpu.split(' ').filter((value, i) => Math.abs(Number(value) - Number(gpu.split(' ')[i])) > 2);
  expect(far).toEqual([]);
  await chosen(lab, 'CPU');
  expect(await page.evaluate(() => window.kept)).toBe(true);
});

sharedTest('on another device everything is loaded again', async ({ lab, page }) => {
  await lab.open('#view=compare&device=cpu');
  const row = (/** @type {string} */ name) =>
    page.locator('.ranked tr').filter({ has: page.getByText(name, { exact: true }) });
  const error = row('pca-30').locator('.error');
  const others = row('vae-20').locator('.error');
  for (const each of [error, others]) await expect(each).toHaveText(/^\d+\.\d$/);
  await chosen(lab, 'WebGPU');
  for (const each of [error, others]) await expect(each).toHaveText(/^\d+\.\d$/);
  const before = await textOf(error);
  await lab.button('Clear').click();
  await lab.stroke(BAR);
  await expect(error).not.toHaveText(before);
  await expect(lab.messages).toBeEmpty();
});

test.describe('with the part for WebGPU out of reach', () => {
  test.use({ allowed: [[/ERR_FAILED/], { scope: 'test' }] });

  test('it is asked for with WebGPU alone, told, and the CPU computes', async ({ lab, page }) => {
    /** @type {string[]} */
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    // It comes when the test says so.
    /** @type {import('@playwright/test').Route[]} */
    const held = [];
    await page.route('**/webgpu/*.wasm', (route) => void held.push(route));
    await lab.open();
    expect(asked.filter((url) => url.includes('/webgpu/'))).toEqual([]);
    await page.locator('#device summary').click();
    await page.getByLabel('WebGPU').click();
    await expect.poll(() => held.length).toBe(1);
    // Whoever asks again meanwhile waits for the same one: a second would replace the memory of the first.
    await page.getByLabel('CPU').click();
    await page.getByLabel('WebGPU').click();
    await lab.frames(60);
    expect(held).toHaveLength(1);
    await held[0]?.abort();
    await expect(lab.messages).toContainText('The part for WebGPU could not be fetched');
    await expect(page.locator('#device')).toHaveAttribute('data-kind', 'cpu');
    await page.unroute('**/webgpu/*.wasm');
    const before = await lab.settled(lab.output);
    await lab.button('Clear').click();
    await lab.changed(lab.output, before);
  });
});
