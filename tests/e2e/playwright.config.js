// The page's tests, in Debian's Chromium on the built site.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const PORT = Number(process.env.PORT ?? 8123);
/** @type {{ 'goog:chromeOptions': { args: string[] } }} */
const webdriver = JSON.parse(readFileSync(new URL('../../webdriver.json', import.meta.url), 'utf8'));
// Playwright passes its own switch for headless.
const args = webdriver['goog:chromeOptions'].args.filter((arg) => !arg.startsWith('--headless'));

const TIMING = /@timing/;
// Whoever asks for some of the tests does not wait for all of the others: besides `test --config FILE` something is said.
const some = process.argv.length > 5;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2,
  // Long enough for a machine that has other work: only a failure takes as long.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    // Whatever moves is there at once; tests about motion ask for it.
    reducedMotion: 'reduce',
    launchOptions: { executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args },
  },
  projects: [
    { name: 'page', grepInvert: TIMING },
    // What counts frames or waits for them would be measuring the tests beside it: it comes last, one at a time.
    { name: 'timing', grep: TIMING, workers: 1, dependencies: some ? [] : ['page'] },
  ],
  webServer: {
    command: `node scripts/serve.mjs --dir target/site --port ${PORT}`,
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    url: `http://localhost:${PORT}/`,
  },
});
