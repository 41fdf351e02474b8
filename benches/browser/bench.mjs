// Measures the built package beside other libraries in headless Chromium and writes benches/RESULTS.md.
//   CHROMIUM=… node benches/browser/bench.mjs            after `make site`
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { nativeMedians } from './native.js';
import { openContenders, race } from './race.js';
import { report } from './report.js';
import { serve } from './server.js';
import { shapes } from './shapes.js';
import { mapFrames, searches, textTime } from './uses.js';
import { coldVisits, downloadSize, serveSite } from './visit.js';

const memorySteps = 2000;

async function racesOf(opened, kind) {
  const results = {};
  for (const name of Object.keys(shapes)) results[name] = await race(opened, kind, name);
  return results;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  // WebGL has only its software adapter here, and Chromium wants to be asked for it.
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const site = join(
  'dist',
  readdirSync('dist').find((name) => name.startsWith('v-')),
);
const server = await serve(join(site, 'pkg'));

const visits = await coldVisits(browser);
const opened = await openContenders(browser, server.origin);
const training = await racesOf(opened, 'train');
const single = await racesOf(opened, 'reconstruct');
const memory = await opened[0].page.evaluate(
  async ([name, steps]) => (await globalThis.bench).memoryGrowth(name, steps),
  ['deep', memorySteps],
);
const [euclidean, cosine] = [
  await searches(opened[0], 30, 'euclidean'),
  await searches(opened[0], 30, 'cosine'),
];
const browserVersion = browser.version();
await browser.close();
server.close();

// A browser as people have it: what asks for WebGL's software adapter slows canvases down.
const plain = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const built = serveSite();
const frames = await mapFrames(plain, await built.origin);
const text = await textTime(plain, await built.origin);
await plain.close();
built.close();

const uses = { euclidean, cosine, frames, text };
const results = { training, single, memory, visits, uses, size: downloadSize(), native: nativeMedians() };
writeFileSync('benches/RESULTS.md', report({ browserVersion, ...results }));
console.log('Written: benches/RESULTS.md');
