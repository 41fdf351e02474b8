// What a first visitor meets: the time to the first reconstruction, and the download's size.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { found } from '../../scripts/found.mjs';

const visits = 5;

/** The folder of the built site that is named by its content. */
export const builtFolder = () =>
  join(
    'dist',
    found(
      readdirSync('dist').find((name) => name.startsWith('v-')),
      'built site',
    ),
  );

/** The built site, as a static host serves it. */
export function serveSite() {
  const server = spawn(process.execPath, ['scripts/serve.mjs', '--dir', 'dist', '--port', '0']);
  /** @type {Promise<string>} */
  const origin = new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => resolve(found(String(text).match(/http\S+/), 'address')[0]));
    server.on('exit', () => reject(new Error('The built site is not served.')));
  });
  return { origin, close: () => server.kill() };
}

/** Milliseconds from navigation to the page's mark, each with empty caches. @param {import('@playwright/test').Browser} browser */
export async function coldVisits(browser) {
  const server = serveSite();
  const milliseconds = [];
  for (let visit = 0; visit < visits; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(await server.origin);
    const mark = await page.waitForFunction(
      () => performance.getEntriesByName('first-reconstruction')[0]?.startTime,
    );
    milliseconds.push(Number(await mark.jsonValue()));
    await context.close();
  }
  server.close();
  return milliseconds;
}

/** Bytes of both binaries, raw and as brotli. */
export function downloadSizes() {
  const sizes = (/** @type {string} */ part) => {
    const wasm = join(builtFolder(), 'pkg', part, 'autoencoder_lab_bg.wasm');
    return { raw: statSync(wasm).size, brotli: statSync(`${wasm}.br`).size };
  };
  return { first: sizes(''), whole: sizes('webgpu') };
}
