// The search by text before it is opened, and after it was left.
import { expect, test, textOf } from './lab.js';

test.describe.configure({ timeout: 120_000 });

/** @import { Page } from '@playwright/test' */
/** @param {Page} page @param {string} name */
const open = (page, name) => page.getByRole('link', { name, exact: true }).click();
/** @param {Page} page */
const learning = (page) => page.getByRole('region', { name: 'Found by Autoencoder' }).locator('.caption');
/** @param {Page} page */
const step = async (page) =>
  Number((await textOf(page.locator('.lesson span').first())).match(/step (\d+)/)?.[1]);

/** @param {Page} page @param {string} name @param {string} content */
const drop = (page, name, content) =>
  page.evaluate(
    ({ name, content }) => {
      const data = new DataTransfer();
      data.items.add(new File([content], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    },
    { name, content },
  );

test('a file of texts dropped while Text was never opened opens it', async ({ lab, page }) => {
  await lab.open();
  await drop(page, 'birds.txt', 'A wren sings.\nA robin answers.\nAn engine roars.');
  const about = page.getByRole('region', { name: 'Texts' }).getByRole('status');
  await expect(about).toHaveText(/^birds\.txt: 3 documents, \d+ words counted$/);
  await expect(page.getByRole('link', { name: 'Text' })).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('.told .note')).toContainText('A wren sings.');
  await drop(page, 'notes.md', 'One more text.\nAnd another.');
  await expect(about).toHaveText(/^notes\.md: 2 documents/);
});

test('a dropped file of texts that cannot be read leaves one where one is', async ({ lab, page }) => {
  await lab.open();
  await drop(page, 'nothing.txt', '');
  await expect(lab.messages).toHaveText(/\w+/);
  await expect(lab.pad).toBeVisible();
});

test('learning waits while another tool is open, and goes on where it was', async ({ lab, page }) => {
  await page.goto('./#view=text');
  await expect(learning(page)).toHaveText(/learning: [1-9]/);
  await open(page, 'Draw');
  await expect(page.locator('.samples .digit').first()).toBeVisible();
  await lab.frames(30);
  await open(page, 'Text');
  const before = await step(page);
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(240);
  await expect.poll(() => step(page)).toBeGreaterThan(before);
  // So it does for one who comes back at once.
  await page.evaluate(() => {
    location.hash = '#view=draw';
    setTimeout(() => (location.hash = '#view=text'), 20);
  });
  await lab.frames(30);
  const again = await step(page);
  await expect.poll(() => step(page)).toBeGreaterThan(again);
});

test('what one paused stays so, and what was found, looked at and chosen is there again', async ({
  lab,
  page,
}) => {
  await page.goto('./#view=text');
  await expect(learning(page)).toHaveText(/learning: [1-9]/);
  await lab.button('Pause').click();
  await expect(learning(page)).toHaveText(/paused at/);
  const paused = await learning(page).textContent();
  const topic = page.getByRole('button', { name: 'Only the topic music' });
  await topic.click();
  const zoom = page.getByRole('group', { name: 'Zoom: Map of the texts by LSA' });
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await open(page, 'Draw');
  await expect(page.locator('.samples .digit').first()).toBeVisible();
  await open(page, 'Text');
  await expect(topic).toHaveAttribute('aria-pressed', 'true');
  await expect(zoom.getByRole('button', { name: 'Whole map' })).toBeEnabled();
  await lab.frames(36);
  expect(await learning(page).textContent()).toBe(paused);
});
