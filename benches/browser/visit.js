// What a first visitor meets: the time to the first reconstruction, and the download's size.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const visits = 5;

/** The built site, as a static host serves it. */
export function serveSite() {
  const server = spawn(process.execPath, ['scripts/serve.mjs', '--dir', 'dist', '--port', '0']);
  const origin = new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => resolve(String(text).match(/http\S+/)[0]));
    server.on('exit', () => reject(new Error('The built site is not served.')));
  });
  return { origin, close: () => server.kill() };
}

/** Milliseconds from navigation to the page's mark, each with empty caches. */
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
    milliseconds.push(await mark.jsonValue());
    await context.close();
  }
  server.close();
  return milliseconds;
}

/** Bytes of the shipped WebAssembly, raw and as brotli. */
export function downloadSize() {
  const version = readdirSync('dist').find((name) => name.startsWith('v-'));
  const wasm = join('dist', version, 'pkg', 'autoencoder_lab_bg.wasm');
  return { raw: statSync(wasm).size, brotli: statSync(`${wasm}.br`).size };
}
