import { expect, test } from './lab.js';

test.use({ launchOptions: async ({ launchOptions }, use) => use(withoutGpu(launchOptions)) });

test('the CPU computes and the badge says why; asking for WebGPU is answered calmly', async ({
  lab,
  page,
}) => {
  await lab.open();
  await expect(page.locator('#device-name')).toHaveText('CPU');
  await page.locator('#device summary').click();
  await expect(page.locator('#device-reason')).toContainText('WebGPU');
  // Not check(): the choice is taken back as soon as it turns out to be none.
  await page.getByLabel('WebGPU').click();
  await expect(lab.messages).toContainText('WebGPU');
  await expect(page.getByLabel('Automatic')).toBeChecked();
  const before = await lab.settled(lab.output);
  await lab.button('Clear').click();
  await lab.changed(lab.output, before);
});

/**
 * Without its flag, headless Chromium offers no adapter.
 * @param {import('@playwright/test').LaunchOptions} options
 */
function withoutGpu(options) {
  return { ...options, args: (options.args ?? []).filter((arg) => arg !== '--enable-unsafe-webgpu') };
}
