import { boxOf, expect } from './lab.js';

/** @import { Page } from '@playwright/test' */
/** @import { Point } from './lab.js' */

const DENSE = '&weights=dense-2&digits=1000';

/** The two maps, and what is done on the left one. */
export class Atlas {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    this.lab = lab;
    const { page } = lab;
    this.map = page.getByRole('application', { name: 'Map of the codes' });
    this.pca = page.getByRole('application', { name: 'Map by PCA of the pixels' });
    this.nearest = page.getByRole('img', { name: 'The nearest digit' });
    this.decoded = page.getByRole('img', { name: 'What is decoded here' });
    this.points = page.getByRole('combobox', { name: 'Points' });
    this.label = page.locator('.inspector [role=status]').first();
    this.grid = page.getByRole('img', { name: 'Grid of decoded digits' });
    this.corners = page.locator('.tiles .caption');
    this.steps = page.locator('.walk .digit:enabled');
  }

  /** Opens the view and waits until both maps hold the drawing's marker. */
  async open(hash = DENSE) {
    await this.lab.open(`#view=map${hash}`);
    for (const map of [this.map, this.pca]) await expect(map.locator('.marker')).toBeVisible();
    await expect(this.corners).toHaveText(/15 × 15/);
  }

  /** Where a share of a map lies on the screen. @param {Point} share @returns {Promise<Point>} */
  async at([x, y], map = this.map) {
    await map.scrollIntoViewIfNeeded();
    const box = await boxOf(map);
    return [box.x + x * box.width, box.y + y * box.height];
  }

  /** @param {Point} share */
  async click(share) {
    await this.lab.page.mouse.click(...(await this.at(share)));
  }

  /** @param {Point} from @param {Point} to */
  async drag(from, to) {
    const { mouse } = this.lab.page;
    await mouse.move(...(await this.at(from)));
    await mouse.down();
    await mouse.move(...(await this.at(to)), { steps: 4 });
    await mouse.up();
  }

  marker(map = this.map) {
    return map.locator('.marker').evaluate(({ style }) => `${style.left} ${style.top}`);
  }

  /** What the steps look like. */
  frames() {
    return this.steps
      .locator('canvas')
      .all()
      .then((all) => Promise.all(all.map((canvas) => this.lab.pixels(canvas))));
  }
}

/** Notes what the page asks of its worker: tells how often it has asked for something. @param {Page} page */
export async function listen(page) {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    window.asked = [];
    Worker.prototype.postMessage = function (...args) {
      const [message] = args;
      if (message.path) window.asked.push(message.path.join('.'));
      return Reflect.apply(postMessage, this, args);
    };
  });
  return (/** @type {string} */ name) =>
    page.evaluate((wanted) => window.asked.filter((each) => each === wanted).length, name);
}
