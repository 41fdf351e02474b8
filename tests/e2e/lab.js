// The page as a visitor's hands and eyes: every test starts here and ends without an error in the console.
import { test as base, expect } from '@playwright/test';
import { found } from '../../scripts/found.mjs';

/**
 * @import { ConsoleMessage, Fixtures, Locator, Page } from '@playwright/test'
 * @import { PlaywrightTestArgs, PlaywrightTestOptions } from '@playwright/test'
 * @import { PlaywrightWorkerArgs, PlaywrightWorkerOptions } from '@playwright/test'
 * @typedef {[x: number, y: number]} Point
 * @typedef {[Point, ...Point[]]} Stroke
 */

/** Where an element stands, which has to be shown. @param {Locator} element */
export const boxOf = async (element) => found(await element.boundingBox(), `box of ${element}`);

/** @param {Locator} element */
export const textOf = async (element) => found(await element.textContent(), `text of ${element}`);

/** @param {Locator} element @param {string} name */
export const attributeOf = async (element, name) =>
  found(await element.getAttribute(name), `attribute ${name} of ${element}`);

export class LabPage {
  /** @param {Page} page */
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
    const first = this.page.getByRole('button', { name: 'Draw a 7' });
    if (await first.isVisible()) await first.click();
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

  /** What a canvas shows, as one string; ink is compared as opacity. @param {Locator} canvas */
  pixels(canvas) {
    return canvas.evaluate((/** @type {HTMLCanvasElement} */ element) => {
      // A copy is read, since reading the page's own canvas would slow it down from then on.
      const copy = new OffscreenCanvas(element.width, element.height);
      const context = copy.getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('There is no context');
      context.drawImage(element, 0, 0);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + 3]).join(' ');
    });
  }

  /** Waits until a canvas shows the same in three looks. @param {Locator} canvas */
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

  /** Waits until a canvas no longer shows what it did. @param {Locator} canvas @param {string} before */
  async changed(canvas, before) {
    await expect.poll(() => this.pixels(canvas)).not.toBe(before);
  }

  /** Looks at a canvas in every frame from now on: tells how many pictures it has shown. @param {Locator} canvas */
  async watched(canvas) {
    const seen = await canvas.evaluateHandle((/** @type {HTMLCanvasElement} */ element) => {
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

  /** Waits until so many more frames are painted. @param {number} count */
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

  /** Draws with the mouse; points are shares of the pad's width and height. @param {Stroke} points */
  async stroke([first, ...others]) {
    const box = await boxOf(this.pad);
    const at = (/** @type {Point} */ [x, y]) =>
      /** @type {const} */ ([box.x + x * box.width, box.y + y * box.height]);
    await this.page.mouse.move(...at(first));
    await this.page.mouse.down();
    for (const point of others) await this.page.mouse.move(...at(point), { steps: 5 });
    await this.page.mouse.up();
  }

  /** What sends touches to the page. */
  async touching() {
    const client = await this.page.context().newCDPSession(this.page);
    return (
      /** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type,
      /** @type {{ x: number, y: number, id?: number }[]} */ ...touchPoints
    ) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  /** Adds up how far things move from the next page on: by themselves, or `all` that do. */
  async shifting(all = false) {
    await this.page.addInitScript((all) => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of /** @type {LayoutShift[]} */ (list.getEntries()))
          if (all || !entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    }, all);
    return () => this.page.evaluate(() => window.shift);
  }

  async train(options = '') {
    await this.open(`#view=train${options}`);
    await expect(this.page.locator('.originals .digit:enabled')).toHaveCount(10);
  }

  /** What is particular to the family, brought to the front where there are several. @param {string} name */
  async part(name) {
    const part = this.page.getByRole('region', { name });
    const tab = this.page.getByRole('tab', { name });
    await expect(part.or(tab).first()).toBeVisible();
    if (!(await part.isVisible())) await tab.click();
    return part;
  }

  /** @param {string} name */
  reading(name) {
    return this.page.locator(`.readings .${name}`);
  }

  /** @param {string} name */
  async number(name) {
    return Number((await textOf(this.reading(name))).replaceAll(',', '').replace('–', 'NaN'));
  }

  /** @param {string} name */
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
  Worker.prototype.postMessage = function (...asked) {
    const [message] = asked;
    if (message.id && !LEARNING.test(message.path?.[0])) window.unanswered.add(message.id);
    if (!heard.has(this)) this.addEventListener('message', ({ data }) => window.unanswered.delete(data?.id));
    heard.add(this);
    return Reflect.apply(postMessage, this, asked);
  };
}

/**
 * @type {Fixtures<
 *   { allowed: RegExp[], shared: boolean, lab: LabPage },
 *   { room: (file: string) => Promise<Page> },
 *   PlaywrightTestArgs & PlaywrightTestOptions,
 *   PlaywrightWorkerArgs & PlaywrightWorkerOptions
 * >}
 */
const fixtures = {
  /** Patterns of errors that a test brings about; any other fails it. */
  allowed: [[], { option: true }],
  /** The page that the tests of a file share. */
  room: [
    async ({ browser }, use, { project }) => {
      /** @type {{ file: string, page?: Page }} */
      const last = { file: '' };
      await use(async (file) => {
        if (last.page && last.file === file) return last.page;
        await last.page?.context().close();
        const { baseURL = '', viewport = null, reducedMotion = null } = project.use;
        const context = await browser.newContext({ baseURL, viewport, reducedMotion });
        await context.addInitScript(countCalls);
        const page = await context.newPage();
        Object.assign(last, { file, page });
        return page;
      });
      await last.page?.context().close();
    },
    { scope: 'worker' },
  ],
  shared: false,
  lab: async ({ page, allowed, shared }, use) => {
    /** @type {string[]} */
    const errors = [];
    const hear = (/** @type {ConsoleMessage} */ message) =>
      ['error', 'warning'].includes(message.type()) && errors.push(message.text());
    const fail = (/** @type {Error} */ error) => errors.push(error.stack ?? String(error));
    page.on('console', hear);
    page.on('pageerror', fail);
    await use(new LabPage(page, shared));
    page.off('console', hear);
    page.off('pageerror', fail);
    const unexpected = errors.filter((text) => !allowed.some((pattern) => pattern.test(text)));
    expect(unexpected, 'errors in the console').toEqual([]);
  },
};

export const test = base.extend(fixtures);

/**
 * Tests that need no page of their own: those of a file share one, in which each begins by going to its link.
 * Whatever else they change of it, another must not depend on.
 */
export const sharedTest = test.extend({
  shared: true,
  page: async ({ room, viewport, reducedMotion, colorScheme }, use, { file }) => {
    const page = await room(file);
    await page.setViewportSize(found(viewport, 'viewport'));
    await page.emulateMedia({ reducedMotion, colorScheme });
    await page.mouse.move(0, 0);
    await use(page);
  },
});

export { expect, found };

/** The stroke of a 7. @type {Stroke} */
export const SEVEN = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.45, 0.85],
];
/** The stroke of a 1. @type {Stroke} */
export const BAR = [
  [0.5, 0.2],
  [0.5, 0.8],
];

/** A small model, so that a test trains it in seconds. */
export const SMALL = '&family=dense&weights=new&config={"widths":[64,16]}&digits=1000&batchSize=32';
/** The same in a run that no test waits to end. */
export const LONG = `${SMALL}&steps=20000`;
