// What the uses of a code take: neighbours among 60,000 codes, a map of 10,000 points that moves, 2,000 texts that are learnt.
import { found } from '../../scripts/found.mjs';

/** @import { Browser } from '@playwright/test' */

const references = 60_000;
const points = 10_000;
const documents = 2000;
const topics = 20;
const commonWords = 2000;
const wordsOfTopic = 200;

/**
 * Milliseconds of each search for the 10 nearest of 60,000 codes of so many units.
 * @param {import('./race.js').Opened} contender @param {number} units @param {'euclidean' | 'cosine'} metric
 */
export function searches({ page }, units, metric) {
  return page.evaluate(
    async ({ count, units, metric }) => (await globalThis.bench).search(count, units, metric, 30),
    { count: references, units, metric },
  );
}

/** Milliseconds of each frame while a map of 10,000 points is moved by the mouse. @param {Browser} browser @param {string} origin */
export async function mapFrames(browser, origin) {
  const page = await browser.newPage();
  await page.goto(`${origin}/#view=map&weights=dense-2&digits=12000`);
  await page.getByRole('combobox', { name: 'Points' }).selectOption(String(points));
  const map = page.getByRole('application', { name: 'Map of the codes' });
  const placing = page.getByText(/^Placing the /);
  await placing.waitFor();
  await placing.waitFor({ state: 'hidden' });
  await map.scrollIntoViewIfNeeded();
  const { x, y, width, height } = found(await map.boundingBox(), 'map');
  await page.keyboard.down('Shift');
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.evaluate(() => {
    globalThis.painted = [];
    const count = (/** @type {number} */ now) => {
      globalThis.painted.push(now);
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  for (let i = 0; i < 240; i++) {
    const angle = i / 12;
    await page.mouse.move(
      x + width * (0.5 + 0.2 * Math.sin(angle)),
      y + height * (0.5 + 0.2 * Math.cos(angle)),
    );
  }
  const frames = await page.evaluate(() => globalThis.painted);
  await page.close();
  return frames.slice(1).map((now, i) => now - Number(frames[i]));
}

/** Texts of words without sense, half of them common to all topics. */
function texts() {
  let state = 1;
  const draw = (/** @type {number} */ count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) ** 2 * count);
  };
  const word = (/** @type {number} */ index) =>
    `w${index.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)))}`;
  const text = (/** @type {number} */ topic) =>
    Array.from({ length: 120 }, (_, i) =>
      word(i % 2 === 0 ? draw(commonWords) : commonWords + topic * wordsOfTopic + draw(wordsOfTopic)),
    ).join(' ');
  return Array.from({ length: documents }, (_, i) => text(i % topics)).join('\n');
}

/** Milliseconds from opening 2,000 texts to the end of the learning. @param {Browser} browser @param {string} origin */
export async function textTime(browser, origin) {
  const page = await browser.newPage();
  await page.goto(`${origin}/#view=text`);
  const about = (/** @type {number} */ count) =>
    page.getByRole('status').filter({ hasText: `${count.toLocaleString('en-US')} documents` });
  await about(240).waitFor();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open or drop your own texts' }).click();
  const buffer = Buffer.from(texts());
  await (await chosen).setFiles({ name: 'texts.txt', mimeType: 'text/plain', buffer });
  const start = performance.now();
  await about(documents).filter({ hasText: '2,000 words' }).waitFor({ timeout: 60_000 });
  // Both autoencoders: the one that is searched, and the one that is drawn.
  await page.waitForFunction(
    () => document.body.innerText.match(/step ([\d,]+) of \1,/g)?.length === 2,
    undefined,
    { timeout: 300_000 },
  );
  const milliseconds = performance.now() - start;
  await page.close();
  return milliseconds;
}
