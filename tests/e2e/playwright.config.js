// The page's tests, in Debian's Chromium on the built site.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const PORT = Number(process.env.PORT ?? 8123);
const webdriver = JSON.parse(readFileSync(new URL('../../webdriver.json', import.meta.url), 'utf8'));
// Playwright passes its own switch for headless.
const args = webdriver['goog:chromeOptions'].args.filter((arg) => !arg.startsWith('--headless'));

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // Two cores train and draw at once: tests beside each other would measure each other.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args },
  },
  webServer: {
    command: `node scripts/serve.mjs --dir target/site --port ${PORT}`,
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    url: `http://localhost:${PORT}/`,
  },
});
