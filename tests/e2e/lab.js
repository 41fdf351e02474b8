// The page as a visitor's hands and eyes: every test starts here and ends without an error in the console.
import { test as base, expect } from '@playwright/test';

export class LabPage {
  /** @param {import('@playwright/test').Page} page */
  constructor(page, shared = false) {
    this.page = page;
    /** Whether other tests were here before. */
    this.shared = shared;
    this.pad = page.getByRole('img', { name: 'Draw a digit here' });
    this.input = page.getByRole('img', { name: 'The prepared input' });
    this.output = page.getByRole('img', { name: 'The reconstruction,' });
    this.error = page.locator('.output output');
    this.family = page.getByLabel('Family', { exact: true });
    this.weights = page.getByLabel('Weights', { exact: true });
    this.messages = page.locator('#messages');
  }

  /** Goes where a link leads: in a page that is open as if it were typed into its address bar. */
  async go(hash = '') {
    if (!this.shared || this.page.url() === 'about:blank') {
      await this.page.goto(`./${hash}`);
      return this.page.locator('body[data-view]').waitFor();
    }
    await this.page.evaluate((hash) => {
      location.hash = hash;
      scrollTo(0, 0);
    }, hash);
    const { view = 'draw', weights = 'new' } = Object.fromEntries(new URLSearchParams(hash.slice(1)));
    await this.page.locator(`body[data-view=${view}]`).waitFor();
    if (weights !== 'new') await expect(this.weights).toHaveValue(weights);
    await this.quiet();
    const dismiss = this.button('Dismiss');
    if (await dismiss.isVisible()) await dismiss.click();
    // The drawing of a first visit.
    const three = this.page.getByRole('button', { name: 'Draw a 3' });
    if (await three.isVisible()) await three.click();
    await this.quiet();
  }

  /** Waits until the worker of a shared page has answered all that it was asked, but for learning. */
  async quiet() {
    await this.page.waitForFunction(() => {
      const { unanswered } = window;
      unanswered.calm = unanswered.size === 0 ? (unanswered.calm ?? 0) + 1 : 0;
      return unanswered.calm > 3;
    });
  }

  /** Opens the page and waits until the example that draws itself has come back, where it is shown. */
  async open(hash = '') {
    await this.go(hash);
    // A tool that stands alone shows no picture to wait for.
    if (await this.page.locator('#picture').isHidden())
      return expect(this.page.locator('#below section:visible').first()).toBeVisible();
    await expect(this.error).toHaveText(/\d/);
    await this.settled(this.output);
  }

  /** What a canvas shows, as one string; ink is compared as opacity. */
  pixels(canvas) {
    return canvas.evaluate((element) => {
      // A copy is read, since reading the page's own canvas would slow it down from then on.
      const copy = new OffscreenCanvas(element.width, element.height);
      const context = copy.getContext('2d', { willReadFrequently: true });
      context.drawImage(element, 0, 0);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3]).join(' ');
    });
  }

  /** Waits until a canvas shows the same in three looks. */
  async settled(canvas) {
    let [last, looks] = ['', 0];
    await expect
      .poll(
        async () => {
          const now = await this.pixels(canvas);
          looks = now === last ? looks + 1 : 1;
          last = now;
          return looks;
        },
        { intervals: [150] },
      )
      .toBe(3);
    return last;
  }

  /** Waits until a canvas no longer shows what it did. */
  async changed(canvas, before) {
    await expect.poll(() => this.pixels(canvas)).not.toBe(before);
  }

  /** Looks at a canvas in every frame from now on. @returns how many different pictures it has shown */
  async watched(canvas) {
    const seen = await canvas.evaluateHandle((element) => {
      const pictures = new Set();
      const look = () => {
        pictures.add(element.toDataURL());
        requestAnimationFrame(look);
      };
      look();
      return pictures;
    });
    return () => seen.evaluate((pictures) => pictures.size);
  }

  /** Waits until so many more frames are painted. */
  async frames(count) {
    await this.page.evaluate(async (count) => {
      for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** Waits until the page is not wider than its window. */
  async fits() {
    const spare = () => this.page.evaluate(() => innerWidth - document.documentElement.scrollWidth);
    await expect.soft.poll(spare, this.page.url()).toBeGreaterThanOrEqual(0);
  }

  /** Draws with the mouse; points are shares of the pad's width and height. */
  async stroke(points) {
    const box = await this.pad.boundingBox();
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    await this.page.mouse.move(...at(points[0]));
    await this.page.mouse.down();
    for (const point of points.slice(1)) await this.page.mouse.move(...at(point), { steps: 5 });
    await this.page.mouse.up();
  }

  async train(options = '') {
    await this.open(`#view=train${options}`);
    await expect(this.page.locator('.originals .digit:enabled')).toHaveCount(10);
  }

  reading(name) {
    return this.page.locator(`.readings .${name}`);
  }

  async number(name) {
    return Number((await this.reading(name).textContent()).replaceAll(',', '').replace('–', 'NaN'));
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }
}

/** Keeps count of what the page's worker was asked and has not answered. */
function countCalls() {
  // Texts are learnt, and looked at meanwhile, for as long as they are shown.
  const LEARNING = /^(learn|encode|find)Texts$/;
  window.unanswered = new Set();
  const heard = new WeakSet();
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...others) {
    if (message.id && !LEARNING.test(message.path?.[0])) window.unanswered.add(message.id);
    if (!heard.has(this)) this.addEventListener('message', ({ data }) => window.unanswered.delete(data?.id));
    heard.add(this);
    return postMessage.call(this, message, ...others);
  };
}

export const test = base.extend({
  /** Patterns of errors that a test brings about; any other fails it. */
  allowed: [[], { option: true }],
  /** The page that the tests of a file share. */
  room: [
    async ({ browser }, use, { project }) => {
      let [file, context, page] = ['', undefined, undefined];
      await use(async (wanted) => {
        if (file === wanted) return page;
        await context?.close();
        const { baseURL, viewport, reducedMotion } = project.use;
        context = await browser.newContext({ baseURL, viewport, reducedMotion });
        await context.addInitScript(countCalls);
        [file, page] = [wanted, await context.newPage()];
        return page;
      });
      await context?.close();
    },
    { scope: 'worker' },
  ],
  shared: false,
  lab: async ({ page, allowed, shared }, use) => {
    const errors = [];
    const hear = (message) => ['error', 'warning'].includes(message.type()) && errors.push(message.text());
    const fail = (error) => errors.push(error.stack ?? String(error));
    page.on('console', hear);
    page.on('pageerror', fail);
    await use(new LabPage(page, shared));
    page.off('console', hear);
    page.off('pageerror', fail);
    const unexpected = errors.filter((text) => !allowed.some((pattern) => pattern.test(text)));
    expect(unexpected, 'errors in the console').toEqual([]);
  },
});

/**
 * Tests that need no page of their own: those of a file share one, in which each begins by going to its link.
 * Whatever else they change of it, another must not depend on.
 */
export const sharedTest = test.extend({
  shared: true,
  page: async ({ room, viewport, reducedMotion, colorScheme }, use, { file }) => {
    const page = await room(file);
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion, colorScheme });
    await page.mouse.move(0, 0);
    await use(page);
  },
});

export { expect };

/** A small model, so that a test trains it in seconds. */
export const SMALL = '&family=dense&weights=new&config={"widths":[64,16]}&digits=1000&batchSize=32';
/** The same in a run that no test waits to end. */
export const LONG = `${SMALL}&steps=20000`;
