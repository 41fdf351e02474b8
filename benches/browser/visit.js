// What a visitor meets: the time to the first reconstruction, and the bytes that are fetched.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { found } from '../../scripts/found.mjs';
import { connection } from './connection.js';

const visits = 5;

/** The folder of the built site that is named by its content. @param {string} [site] */
export const builtFolder = (site = 'dist') =>
  join(
    site,
    found(
      readdirSync(site).find((name) => name.startsWith('v-')),
      'built site',
    ),
  );

/** The built site, as a static host serves it. @param {string} [site] */
export function serveSite(site = 'dist') {
  const server = spawn(process.execPath, ['scripts/serve.mjs', '--dir', site, '--port', '0']);
  /** @type {Promise<string>} */
  const origin = new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => resolve(found(String(text).match(/http\S+/), 'address')[0]));
    server.on('exit', () => reject(new Error('The built site is not served.')));
  });
  return { origin, close: () => server.kill() };
}

/** @typedef {{ bitsPerSecond: number, latency: number }} Pace of a line; the latency in milliseconds there and back */

/**
 * Milliseconds from navigation to the page's mark, each with empty caches.
 * @param {import('@playwright/test').Browser} browser @param {string} origin
 * @param {{ count?: number, pace?: Pace }} [how] `pace`: by Chromium's own throttling
 */
export async function coldVisits(browser, origin, { count = visits, pace } = {}) {
  const milliseconds = [];
  for (let visit = 0; visit < count; visit++) milliseconds.push(await coldVisit(browser, origin, pace));
  return milliseconds;
}

/** @param {import('@playwright/test').Browser} browser @param {string} origin @param {Pace} [pace] */
async function coldVisit(browser, origin, pace) {
  const context = await browser.newContext();
  const page = await context.newPage();
  if (pace) {
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: pace.latency,
      downloadThroughput: pace.bitsPerSecond / 8,
      uploadThroughput: pace.bitsPerSecond / 8,
    });
  }
  await page.goto(origin);
  const mark = await page.waitForFunction(
    () => performance.getEntriesByName('first-reconstruction')[0]?.startTime,
  );
  const milliseconds = Number(await mark.jsonValue());
  await context.close();
  return milliseconds;
}

/** Bytes that a visitor fetches, by what he does. @param {import('@playwright/test').Browser} browser @param {string} origin */
export async function fetched(browser, origin) {
  const line = await connection(origin);
  const context = await browser.newContext();
  const page = await context.newPage();
  // Until nothing has come for as long as the page waits for anything.
  const settled = async () => {
    let all = 0;
    for (let news = 1; news > 0; all += news) {
      await page.waitForTimeout(1500);
      news = line.taken();
    }
    return all;
  };
  await page.goto(line.origin);
  const first = await settled();
  for (const link of await page.getByRole('navigation', { name: 'Tools' }).getByRole('link').all()) {
    await link.click();
    await page.waitForTimeout(500);
  }
  const tools = await settled();
  await page.goto('about:blank');
  await page.goto(line.origin);
  const again = await settled();
  await page.goto('about:blank');
  await page.goto(`${line.origin}/#device=webgpu`);
  const whole = await settled();
  await context.close();
  line.close();
  return { first, tools, again, whole };
}

/** Bytes of both binaries, raw and as brotli. */
export function downloadSizes() {
  const sizes = (/** @type {string} */ part) => {
    const wasm = join(builtFolder(), 'pkg', part, 'autoencoder_lab_bg.wasm');
    return { raw: statSync(wasm).size, brotli: statSync(`${wasm}.br`).size };
  };
  return { first: sizes(''), whole: sizes('webgpu') };
}
