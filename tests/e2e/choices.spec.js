import { boxOf, expect, LONG, test } from './lab.js';

test('a pause is obeyed while the digits to learn from are still being drawn', async ({ lab, page }) => {
  await lab.open(LONG.replace('&', '#').replace('digits=1000', 'digits=60000'));
  await page.getByRole('link', { name: 'Train' }).click();
  await lab.button('Play').click();
  await lab.button('Pause').click();
  // Before they are there: how many there are in the moment when it is.
  const there = await page.waitForFunction(() => {
    const play = Array.from(document.querySelectorAll('button')).find(
      (button) => button.textContent.trim() === 'Play' && button.checkVisibility(),
    );
    return play && { digits: document.querySelectorAll('.originals .digit:enabled').length };
  });
  expect(await there.jsonValue()).toEqual({ digits: 0 });
  // They come all the same, and nothing learns from them unasked.
  await expect(page.locator('.originals .digit:enabled')).toHaveCount(10);
  await expect(page.locator('#progress')).toBeHidden();
  await expect(lab.button('Play')).toBeVisible();
  expect(await lab.reading('step').textContent()).toBe('0');
});

test('undo takes back an example that drew itself on an empty pad', async ({ lab, page }) => {
  await lab.open();
  const drawn = await lab.pixels(lab.pad);
  await lab.button('Undo').click();
  await lab.changed(lab.pad, drawn);
  expect(await lab.pixels(lab.pad)).not.toMatch(/[1-9]/);
});

test('a link with a million letters is answered in a few lines', async ({ lab, page }) => {
  await lab.open(`#family=${'x'.repeat(1_000_000)}`);
  const message = page.locator('.message');
  await expect(message).toContainText('xxx');
  expect((await boxOf(message)).height).toBeLessThan(300);
  await expect(lab.weights).not.toHaveValue('new');
});

test.describe('with a finger and a palm', () => {
  test.use({ hasTouch: true });
  test('one of them draws', async ({ lab, page }) => {
    await lab.open();
    await lab.button('Clear').click();
    const { x, y, width } = await boxOf(lab.pad);
    /** @param {number} id @param {number} across @param {number} down */
    const finger = (id, across, down) => ({ id, x: x + across * width, y: y + down * width });
    const touch = await lab.touching();
    await touch('touchStart', finger(0, 0.3, 0.2));
    await touch('touchMove', finger(0, 0.3, 0.5));
    const line = await lab.pixels(lab.pad);
    await touch('touchStart', finger(0, 0.3, 0.5), finger(1, 0.8, 0.8));
    await touch('touchMove', finger(0, 0.3, 0.5), finger(1, 0.9, 0.9));
    expect(await lab.pixels(lab.pad)).toBe(line);
    await touch('touchMove', finger(0, 0.3, 0.8), finger(1, 0.9, 0.9));
    await lab.changed(lab.pad, line);
    await touch('touchEnd');
    await lab.button('Undo').click();
    expect(await lab.pixels(lab.pad)).not.toMatch(/[1-9]/);
  });
});
