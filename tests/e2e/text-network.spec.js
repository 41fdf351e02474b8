// The search by text where its files do not come at once.
import { expect, test } from './lab.js';

test.use({ allowed: [[/net::ERR_/], { scope: 'test' }] });

/** @import { Page } from '@playwright/test' */
/** @param {Page} page */
const found = (page) => page.getByRole('region', { name: 'Found by LSA' }).getByRole('listitem').first();
/** @param {Page} page @param {string} name */
const open = (page, name) => page.getByRole('link', { name, exact: true }).click();

test('Text without network says so, and goes on when the network is back', async ({ lab, page }) => {
  await lab.open();
  await page.context().setOffline(true);
  await open(page, 'Text');
  await expect(lab.messages).toContainText('Text did not arrive.');
  await expect(page.locator('.message')).toHaveCount(1);
  await expect(lab.pad).toBeVisible();
  await page.context().setOffline(false);
  await expect(found(page)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Text' })).toHaveAttribute('aria-current', 'page');
});

test('a tool that did not arrive is fetched when its link is pressed again', async ({ lab, page }) => {
  await lab.open();
  await page.route('**/*.js', (route) => route.abort());
  await open(page, 'Text');
  await expect(lab.messages).toContainText('Text did not arrive.');
  await page.unroute('**/*.js');
  await open(page, 'Text');
  await expect(found(page)).toBeVisible();
});

/** @type {Record<string, (page: Page) => Promise<void>>} */
const WAYS = {
  'the network is back': (page) => page.evaluate(() => void dispatchEvent(new Event('online'))),
  'Text is opened again': (page) => open(page, 'Draw').then(() => open(page, 'Text')),
};
for (const [name, goOn] of Object.entries(WAYS)) {
  test(`texts that did not arrive are told once, and read when ${name}`, async ({ lab, page }) => {
    await page.route('**/documents.jsonl', (route) => route.abort());
    await page.goto('./#view=text');
    await expect(lab.messages).toContainText('The texts did not arrive');
    await expect(page.locator('.message')).toHaveCount(1);
    await page.unroute('**/documents.jsonl');
    await goOn(page);
    await expect(found(page)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Texts' }).getByRole('status')).toContainText(
      '240 documents',
    );
  });
}
