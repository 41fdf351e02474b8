// One state: the link, the last choice, the hand on a slider, and readings of the model as it is.
import { boxOf, expect, SMALL, test } from './lab.js';

/** @param {import('@playwright/test').Page} page @param {string} hash */
const go = (page, hash) => page.evaluate((to) => (location.hash = to), hash);

test('models that change while one draws leave no message', async ({ lab, page }) => {
  await lab.open('#weights=vae-2');
  await expect(page.locator('.plane .board')).toBeVisible();
  for (const name of ['dense-2', 'vae-2', 'pca-2', 'dense-2']) {
    const choosing = page.evaluate((weights) => (location.hash = `#weights=${weights}`), name);
    await lab.stroke([
      [0.3, 0.2],
      [0.6, 0.8],
    ]);
    await choosing;
  }
  await expect(lab.weights).toHaveValue('dense-2');
  await lab.settled(lab.output);
  await expect(lab.messages).toBeEmpty();
});

test('a look that reaches the worker when its model is gone leaves no message', async ({ lab, page }) => {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    Object.assign(window, { held: [], asked: [] });
    Worker.prototype.postMessage = function (...message) {
      const [{ path: [name] = [''] }] = message;
      const post = () => Reflect.apply(postMessage, this, message);
      window.asked.push(name);
      if (window.held && name.startsWith('lookAt')) window.held.push(post);
      else post();
    };
  });
  const held = () => page.evaluate(() => window.held?.length);
  const release = () =>
    page.evaluate(() => {
      const { held } = window;
      window.held = undefined;
      held?.forEach((post) => post());
    });
  await page.goto('./#weights=vae-2');
  await expect.poll(held).toBe(1);
  await go(page, '#weights=dense-2');
  await expect(lab.weights).toHaveValue('dense-2');
  await expect.poll(() => page.evaluate(() => window.asked)).toContain('free');
  await release();
  const before = await lab.settled(lab.output);
  await lab.button('Clear').click();
  await lab.changed(lab.output, before);
  await expect(lab.messages).toBeEmpty();
});

test('a code moved by hand stays, and keeps the focus, while the model learns and when it has', async ({
  lab,
  page,
}) => {
  await lab.train(`${SMALL}&steps=400`);
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBeGreaterThan(5);
  await lab.button('The code: its sliders').click();
  const slider = page.getByRole('slider', { name: 'Unit 2', exact: true });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  const set = await slider.getAttribute('aria-valuetext');
  await expect(lab.button('Play')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('#progress')).toBeHidden();
  expect(await slider.getAttribute('aria-valuetext')).toBe(set);
  await expect(slider).toBeFocused();
  await expect(page.getByRole('button', { name: 'Use again' })).toBeEnabled();
});

test('the likelihood of a machine says of which step it is once that has learnt on', async ({
  lab,
  page,
}) => {
  await lab.open('#family=rbm&weights=new&config={"codeSize":16}&digits=200&view=train');
  await lab.part('energy and likelihood');
  await page.getByRole('button', { name: 'Estimate the likelihood' }).click();
  await expect(page.locator('.particulars')).toContainText('±', { timeout: 60_000 });
  await expect(page.locator('.particulars')).not.toContainText('it has learnt since');
  await page.getByRole('group', { name: 'Training run' }).getByRole('button', { name: 'One step' }).click();
  await expect(page.locator('.particulars')).toContainText('of the model at step 0: it has learnt since');
});

test('tool and seed typed into an open page do what they say', async ({ lab, page }) => {
  await lab.train('&digits=1000&seed=5');
  const first = page.locator('.originals canvas').first();
  const five = await lab.settled(first);
  await go(page, '#view=train&digits=1000&seed=6');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('6');
  await lab.changed(first, five);
  await go(page, '#view=train&digits=1000&seed=5');
  await expect.poll(() => lab.pixels(first)).toBe(five);
  await go(page, '#view=map&digits=1000');
  await expect(page.getByRole('link', { name: 'Map' })).toHaveAttribute('aria-current', 'page');
});

test('broken values of a link are told once, shortly, and the page works', async ({ lab, page }) => {
  await lab.open();
  await go(page, `#digits=many&batchSize=0&seed=${'9'.repeat(100_000)}&nearest=3&unheard=of`);
  await expect(lab.messages).toContainText('digits=many, ');
  expect((await boxOf(page.locator('.message'))).height).toBeLessThan(200);
  await expect(page).not.toHaveURL(/digits|seed/);
  await expect(page).toHaveURL(/unheard=of/);
  await lab.button('Dismiss').click();
  await go(page, `#view=${'x'.repeat(100_000)}`);
  await expect(lab.messages).toContainText('There is no tool xxx');
  expect((await boxOf(page.locator('.message'))).height).toBeLessThan(200);
  await expect(lab.pad).toBeVisible();
});

test('what a tool finds wrong in a link when it is first opened is told in one message', async ({ lab }) => {
  await lab.open('#view=sampling&dimensions=400&points=-3&draw=none');
  await expect(lab.messages).toContainText('dimensions=400, points=-3, draw=none');
});

test('the seed of a link reproduces the digits, also those that were changed by hand', async ({
  lab,
  page,
}) => {
  await lab.train('&digits=1000');
  const first = page.locator('.originals canvas').first();
  const one = await lab.settled(first);
  await page.getByLabel('Seed', { exact: true }).fill('77');
  await page.keyboard.press('Enter');
  await lab.changed(first, one);
  await expect(page).toHaveURL(/seed=77/);
  const there = await lab.settled(first);
  await page.reload();
  await expect(page.locator('.originals .digit:enabled')).toHaveCount(10);
  await expect.poll(() => lab.pixels(first)).toBe(there);
});

test('what lists the kept models reads none of their bytes', async ({ lab, page }) => {
  await lab.train(SMALL);
  await lab.button('One step').click();
  await expect(lab.weights).toHaveValue('mine');
  await page.addInitScript(() => {
    window.read = [];
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key);
      const size = (/** @type {any} */ value) =>
        value?.byteLength ??
        Object.values(Object(value)).reduce((sum, each) => sum + (each?.byteLength ?? 0), 0);
      request.addEventListener('success', () => window.read.push(size(request.result)));
      return request;
    };
  });
  await page.goto('about:blank');
  await lab.open('#family=dense&weights=dense-2');
  await expect(lab.weights.getByRole('option', { name: 'your own' })).toHaveCount(1);
  const sizes = await page.evaluate(() => window.read);
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBe(0);
  await lab.weights.selectOption('mine');
  await expect(page.locator('.bank input')).toHaveCount(16);
});

test.describe('an error in our own code', () => {
  test.use({ allowed: [/of our own/] });
  test('reaches the console and is told', async ({ lab, page }) => {
    await lab.open();
    const told = page.waitForEvent('console', (message) => message.text().includes('of our own'));
    await page.evaluate(() => void Promise.reject(new TypeError('of our own')));
    await told;
    await expect(lab.messages).toContainText('of our own');
  });
});

test('held keys write the link less often than browsers allow', async ({ lab, page }) => {
  await lab.open('#view=sampling');
  await page.evaluate(() => {
    window.writes = 0;
    const { replaceState } = history;
    history.replaceState = function (...args) {
      window.writes++;
      return replaceState.apply(this, args);
    };
  });
  const slider = page.getByRole('slider', { name: 'Dimensions' });
  await slider.focus();
  const start = Date.now();
  for (let i = 0; i < 60; i++) await page.keyboard.press(i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/dimensions=/);
  const seconds = (Date.now() - start) / 1000;
  // Safari refuses from the hundredth in thirty seconds on.
  expect(await page.evaluate(() => window.writes)).toBeLessThan(8 + 3 * seconds);
});
