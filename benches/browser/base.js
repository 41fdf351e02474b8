// The package beside an older one: milliseconds of all that it does over many steps, and the losses of its
// families after as many steps.
import { median } from './statistics.js';
import { families, works } from './works.js';

/**
 * @import { Page } from '@playwright/test'
 * @typedef {{ name: string, unit: string, ours: number, base: number }} Pair of milliseconds, or of losses
 */

const rounds = 3;
export const lossSteps = 500;

/** @param {Record<'ours' | 'base', Page>} pages @returns {Promise<Pair[]>} */
export async function timesBeside(pages) {
  /** @type {Pair[]} */
  const pairs = [];
  for (const [name, { unit, amount }] of Object.entries(works)) {
    /** @type {Record<'ours' | 'base', number[]>} */
    const times = { ours: [], base: [] };
    for (let round = 0; round < rounds; round++)
      for (const side of /** @type {const} */ (['ours', 'base'])) {
        await pages[side].bringToFront();
        times[side].push(
          await pages[side].evaluate(
            async ({ name, amount }) => (await globalThis.bench).work(name, amount),
            { name, amount },
          ),
        );
      }
    pairs.push({ name, unit, ours: median(times.ours), base: median(times.base) });
    console.log(`${name} beside the base`);
  }
  return pairs;
}

/** @param {Record<'ours' | 'base', Page>} pages @returns {Promise<Pair[]>} */
export async function lossesBeside(pages) {
  /** @type {Pair[]} */
  const pairs = [];
  for (const name of families) {
    const loss = (/** @type {Page} */ page) =>
      page.evaluate(async ({ name, steps }) => (await globalThis.bench).loss(name, steps), {
        name,
        steps: lossSteps,
      });
    pairs.push({ name, unit: '', ours: await loss(pages.ours), base: await loss(pages.base) });
    console.log(`${name}: losses after ${lossSteps} steps`);
  }
  return pairs;
}
