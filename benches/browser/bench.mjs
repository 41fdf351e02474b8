// Measures the built package beside other libraries in headless Chromium and writes benches/RESULTS.md.
//   CHROMIUM=… node benches/browser/bench.mjs            after `make site`
//   --base FOLDER    beside another commit, checked out there and built by `make site`
//   --equal FOLDER   the losses beside those of a commit that draws the same random numbers, built by `make pkg`
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { found } from '../../scripts/found.mjs';
import { lossesBeside, timesBeside } from './base.js';
import { growth } from './growth.js';
import { registerLimit } from './limit.js';
import { nativeMedians } from './native.js';
import { older as olderEntry, onCpu, onGpu, openContenders, race } from './race.js';
import { report } from './report.js';
import { serve } from './server.js';
import { mapFrames, searches, textTime } from './uses.js';
import { builtFolder, coldVisits, downloadSizes, fetched, serveSite } from './visit.js';

const { base, equal } = parseArgs({
  options: { base: { type: 'string' }, equal: { type: 'string' } },
}).values;
const memorySteps = 10_000;
const slowLine = { bitsPerSecond: 10e6, latency: 40 };
/** Rows and columns of the product that is held against the machine's limit. */
const product = /** @type {const} */ ([1280, 1000]);

const executablePath = found(process.env.CHROMIUM, 'CHROMIUM in the environment');
/** @param {string[]} args */
const launch = (...args) => chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });

/** @param {import('./race.js').Opened[]} opened @param {import('./race.js').Kind} kind */
const racesOf = async (opened, kind) => ({
  deep: await race(opened, kind, 'deep'),
  shallow: await race(opened, kind, 'shallow'),
});

const server = await serve({
  pkg: join(builtFolder(), 'pkg'),
  ...(base && { base: join(builtFolder(join(base, 'dist')), 'pkg') }),
  ...(equal && { equal: join(equal, 'pkg') }),
});

// WebGL has only its software adapter here, and Chromium wants to be asked for it.
const browser = await launch('--use-angle=swiftshader', '--enable-unsafe-swiftshader');
const opened = await openContenders(browser, server.origin, onCpu);
const ours = found(opened[0], 'contender');
const training = await racesOf(opened, 'train');
const single = await racesOf(opened, 'reconstruct');
const limit = {
  registers: await registerLimit(ours.page),
  product: await ours.page.evaluate(async (size) => (await globalThis.bench).product(...size), product),
};
const grown = await growth(ours.page);
const memory = await ours.page.evaluate(
  async (steps) => (await globalThis.bench).memoryGrowth('shallow', steps),
  memorySteps,
);
const [euclidean, cosine] = [await searches(ours, 30, 'euclidean'), await searches(ours, 30, 'cosine')];
const browserVersion = browser.version();
await browser.close();

const withGpu = await launch('--enable-unsafe-webgpu');
const gpu = await race(await openContenders(withGpu, server.origin, onGpu), 'train', 'shallow', 0.1);

// A browser as people have it: what asks for WebGL's software adapter slows canvases down.
const plain = await launch();
const site = serveSite();
const origin = await site.origin;
const older = base && (await besideBase(base));
const visits = (older && older.visits) || { ours: await coldVisits(plain, origin) };
const losses = equal && { commit: commitOf(equal), losses: await lossesBeside(await pagesOf('equal')) };
const slowVisits = await coldVisits(plain, origin, { pace: slowLine });
const bytes = await fetched(withGpu, origin);
await withGpu.close();
const frames = await mapFrames(plain, origin);
const text = await textTime(plain, origin);
await plain.close();
site.close();
server.close();

/** The package as it is and as it was. @param {string} variant */
async function pagesOf(variant) {
  const [mine, its] = await openContenders(plain, server.origin, [
    found(onCpu[0], 'contender'),
    olderEntry(variant),
  ]);
  return { ours: found(mine, 'page').page, base: found(its, 'page').page };
}

/** @param {string} folder */
function commitOf(folder) {
  return execFileSync('git', ['-C', folder, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** What is measured beside the base: visits take turns. @param {string} base */
async function besideBase(base) {
  const pages = await pagesOf('base');
  const times = await timesBeside(pages);
  for (const page of Object.values(pages)) await page.close();
  const itsSite = serveSite(join(base, 'dist'));
  const visits = { ours: /** @type {number[]} */ ([]), base: /** @type {number[]} */ ([]) };
  for (let round = 0; round < 7; round++) {
    visits.ours.push(...(await coldVisits(plain, origin, { count: 1 })));
    visits.base.push(...(await coldVisits(plain, await itsSite.origin, { count: 1 })));
  }
  itsSite.close();
  return { commit: commitOf(base), times, visits };
}

writeFileSync(
  'benches/RESULTS.md',
  report({
    browserVersion,
    training,
    single,
    gpu,
    limit,
    grown,
    memory,
    visits: visits.ours,
    slowVisits,
    bytes,
    older,
    losses,
    uses: { euclidean, cosine, frames, text },
    sizes: downloadSizes(),
    native: nativeMedians(),
  }),
);
console.log('Written: benches/RESULTS.md');
