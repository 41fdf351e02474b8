import { expect, sharedTest, test } from './lab.js';

/** The narrowest telephone that is still in use. */
const NARROW = { width: 320, height: 640 };

class Line {
  /** @param {import('@playwright/test').Page} page */
  constructor(page) {
    this.page = page;
    this.nav = page.getByRole('navigation', { name: 'Tools' });
    this.links = this.nav.getByRole('link');
  }

  /** Whether the whole of a link is within the line. @param {import('@playwright/test').Locator} link */
  inSight(link) {
    return link.evaluate((element) => {
      const own = element.getBoundingClientRect();
      const line = element.closest('nav')?.getBoundingClientRect();
      return line && own.left >= line.left && own.right <= line.right;
    });
  }

  fades() {
    return this.nav.evaluate((nav) => Array.from(nav.classList).sort());
  }
}

sharedTest(
  'on a narrow telephone the line of tools scrolls, and the page does not',
  async ({ lab, page }) => {
    await page.setViewportSize(NARROW);
    await lab.open('#view=sampling');
    const line = new Line(page);
    const [first, last] = [line.links.first(), line.links.last()];
    await expect(last).toHaveAttribute('aria-current', 'page');
    expect(await line.inSight(last)).toBe(true);
    expect(await line.inSight(first)).toBe(false);
    expect(await line.fades()).toEqual(['more-before']);
    await lab.fits();
    await line.nav.evaluate((nav) => nav.scrollTo(0, 0));
    await expect.poll(() => line.fades()).toEqual(['more-after']);
    await first.click();
    await expect(first).toHaveAttribute('aria-current', 'page');
    expect(await line.inSight(first)).toBe(true);
  },
);

sharedTest('the keyboard brings each tool into sight, and Enter opens it', async ({ lab, page }) => {
  await page.setViewportSize(NARROW);
  await lab.open();
  const line = new Line(page);
  await line.links.first().focus();
  const count = await line.links.count();
  for (let i = 1; i < count; i++) {
    await page.keyboard.press('Tab');
    await expect(line.links.nth(i)).toBeFocused();
    await expect.poll(() => line.inSight(line.links.nth(i))).toBe(true);
  }
  await page.keyboard.press('Enter');
  await expect(line.links.last()).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(line.links.first()).toHaveAttribute('aria-current', 'page');
  await expect.poll(() => line.inSight(line.links.first())).toBe(true);
});

sharedTest('choosing a tool moves none of the others', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await lab.open();
  const line = new Line(page);
  const places = () =>
    line.links.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().left));
  const before = await places();
  expect(await line.fades()).toEqual([]);
  await line.links.nth(1).click();
  await expect(line.links.nth(1)).toHaveAttribute('aria-current', 'page');
  expect(await places()).toEqual(before);
});

test('a cold visit asks for at most 25 files', async ({ lab, page }) => {
  const asked = new Set();
  page.on('request', (request) => asked.add(request.url()));
  await lab.open();
  const files = [...asked].map((url) => new URL(url).pathname.split('/').pop() || 'index.html');
  console.log(`a cold visit asks for ${files.length} files: ${files.join(', ')}`);
  expect(files).toContain('worker.js');
  expect(files).toContain('autoencoder_lab_bg.wasm');
  expect(files.length).toBeLessThanOrEqual(25);
});
