import AxeBuilder from '@axe-core/playwright';
import { boxOf, expect, sharedTest, SMALL, test } from './lab.js';

/** The rules, of those that are on, that ask for a colour. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What a tool adds to the page. */
const TOOL = '#panel, #below, #particular, .code';

/**
 * @param {import('@playwright/test').Page} page @param {string} where
 * @param {{ part?: string | undefined, about?: string[] }} [what] of the page, or all of it; these rules, or all
 */
async function checked(page, where, { part, about } = {}) {
  // No frames, so that no page has to be opened to gather what each has found.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  for (const each of part?.split(', ') ?? []) axe.include(each);
  const { violations } = await (about ? axe.withRules(about) : axe).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = grave.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))]);
  expect.soft(found, where).toEqual([]);
}

sharedTest('axe finds nothing serious in any tool, light and dark, nor on a phone', async ({ lab, page }) => {
  test.setTimeout(600_000);
  for (const [name, hash] of Object.entries({
    draw: '',
    plane: '#family=vae&weights=vae-2',
    train: `#view=train${SMALL}`,
    map: '#view=map&digits=1000',
    search: '#view=search',
    inside: '#view=inside&digits=1000',
    text: '#view=text',
    compare: '#view=compare',
    'few labels': '#view=few&digits=500',
    sampling: '#view=sampling',
  }))
    await test.step(name, async () => {
      await lab.open(hash);
      // What all tools have in common is looked at once, with all that opens.
      const part = name === 'draw' ? undefined : TOOL;
      const card = page.locator('#device summary');
      if (!part) {
        await card.click();
        await expect(page.locator('#device')).toHaveAttribute('open');
      }
      await checked(page, `${name}, light`, { part });
      // In the dark the same elements have other colours.
      await page.emulateMedia({ colorScheme: 'dark' });
      await checked(page, `${name}, dark`, { part, about: COLOURS });
      await page.emulateMedia({ colorScheme: 'light' });
      if (!part) await card.click();
    });
  await page.setViewportSize({ width: 390, height: 844 });
  await lab.open();
  await checked(page, 'a phone');
});

test('the keyboard alone: example, slider, sample, family, training', async ({ lab, page }) => {
  await lab.open();
  const reach = async (/** @type {import('@playwright/test').Locator} */ target) => {
    for (let i = 0; i < 90; i++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${target}`);
  };
  const three = await lab.settled(lab.output);
  await reach(page.getByRole('button', { name: 'Draw a 0' }));
  await page.keyboard.press('Enter');
  await lab.changed(lab.output, three);
  const zero = await lab.settled(lab.output);
  await reach(page.getByRole('slider', { name: 'Unit 1', exact: true }));
  await page.keyboard.press('Home');
  await lab.changed(lab.output, zero);
  const moved = await lab.settled(lab.output);
  await reach(page.locator('.samples .digit').nth(2));
  await page.keyboard.press('Space');
  await lab.changed(lab.output, moved);
  await page.keyboard.press('Control+Home');
  await page.locator('body').evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await reach(page.getByRole('link', { name: 'Train' }));
  await page.keyboard.press('Enter');
  await reach(lab.button('One step'));
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.number('step')).toBe(1);
});

test('focus is always visible', async ({ lab, page }) => {
  await lab.open();
  for (;;) {
    await page.keyboard.press('Tab');
    // After the last stop the browser itself has the focus.
    if (await page.evaluate(() => document.activeElement === document.body)) break;
    const style = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(
        /** @type {Element} */ (document.activeElement),
      );
      return `${outlineStyle} ${outlineWidth} ${document.activeElement?.tagName}`;
    });
    expect(style).not.toMatch(/^none|^\w+ 0px/);
  }
});

sharedTest('a phone shows every tool without scrolling sideways', async ({ lab, page }) => {
  test.setTimeout(600_000);
  for (const hash of [
    '',
    '#family=dense&weights=dense-2',
    '#view=map',
    '#view=search',
    '#view=inside',
    '#view=text',
    '#view=compare',
    '#view=few',
    '#view=sampling',
    '#view=train',
  ])
    await test.step(hash || 'the first screen', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await lab.open(hash);
      await lab.fits();
      // What has grown with the window shrinks with it.
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect.poll(() => page.evaluate(() => document.body.clientWidth)).toBeGreaterThan(1000);
      await page.setViewportSize({ width: 390, height: 844 });
      await lab.fits();
    });
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a stroke is drawn, and the page does not scroll away under it', async ({ lab, page }) => {
    await lab.open();
    await lab.button('Clear').click();
    const empty = await lab.settled(lab.output);
    const { x, y } = await boxOf(lab.pad);
    const touch = await lab.touching();
    await touch('touchStart', { x: x + 60, y: y + 60 });
    for (let i = 1; i <= 8; i++) await touch('touchMove', { x: x + 60 + 10 * i, y: y + 60 + 14 * i });
    await touch('touchEnd');
    await lab.changed(lab.output, empty);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
});
