// Measures the built package beside other libraries in headless Chromium and writes benches/RESULTS.md.
//   CHROMIUM=… node benches/browser/bench.mjs            after `make site`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { found } from '../../scripts/found.mjs';
import { nativeMedians } from './native.js';
import { openContenders, race } from './race.js';
import { report } from './report.js';
import { serve } from './server.js';
import { mapFrames, searches, textTime } from './uses.js';
import { builtFolder, coldVisits, downloadSizes, serveSite } from './visit.js';

const memorySteps = 2000;

/** @param {import('./race.js').Opened[]} opened @param {import('./race.js').Kind} kind */
const racesOf = async (opened, kind) => ({
  deep: await race(opened, kind, 'deep'),
  shallow: await race(opened, kind, 'shallow'),
});

const executablePath = found(process.env.CHROMIUM, 'CHROMIUM in the environment');
const browser = await chromium.launch({
  executablePath,
  // WebGL has only its software adapter here, and Chromium wants to be asked for it.
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const server = await serve(join(builtFolder(), 'pkg'));

const visits = await coldVisits(browser);
const opened = await openContenders(browser, server.origin);
const ours = found(opened[0], 'contender');
const training = await racesOf(opened, 'train');
const single = await racesOf(opened, 'reconstruct');
const memory = await ours.page.evaluate(
  async (steps) => (await globalThis.bench).memoryGrowth('deep', steps),
  memorySteps,
);
const [euclidean, cosine] = [await searches(ours, 30, 'euclidean'), await searches(ours, 30, 'cosine')];
const browserVersion = browser.version();
await browser.close();
server.close();

// A browser as people have it: what asks for WebGL's software adapter slows canvases down.
const plain = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const built = serveSite();
const frames = await mapFrames(plain, await built.origin);
const text = await textTime(plain, await built.origin);
await plain.close();
built.close();

const uses = { euclidean, cosine, frames, text };
const results = { training, single, memory, visits, uses, sizes: downloadSizes(), native: nativeMedians() };
writeFileSync('benches/RESULTS.md', report({ browserVersion, ...results }));
console.log('Written: benches/RESULTS.md');
