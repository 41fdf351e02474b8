// Every tool at three sizes, light and dark, into screenshots/, with one sheet for each size and scheme.
//   node scripts/screenshots.mjs [--readme] writes the README's three pictures into www/images/ as well.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}screenshots`;
const port = 8790;
const tools = ['draw', 'map', 'inside', 'compare', 'search', 'text', 'few', 'train', 'sampling'];
const sizes = /** @type {const} */ ([
  [1440, 900],
  [390, 844],
  [3840, 2160],
]);
const schemes = /** @type {const} */ (['light', 'dark']);
/** What the README shows: links. */
const best = {
  draw: '',
  map: '#view=map',
  compare: '#view=compare&damage=half&damageLevel=0.5',
};

mkdirSync(folder, { recursive: true });
const server = spawn(process.execPath, [`${root}scripts/serve.mjs`, '--port', String(port)]);
await new Promise((resolve) => server.stdout.once('data', resolve));
const browser = await chromium.launch({
  ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }),
  args: ['--no-sandbox'],
});

/**
 * @param {string} link @param {readonly [width: number, height: number]} size @param {'light' | 'dark'} colorScheme
 */
async function shot(link, [width, height], colorScheme) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await page.goto(`http://localhost:${port}/${link}`);
  await page.locator('body[data-view]').waitFor();
  // What is asked of the worker comes, and what is asked because of it.
  await page.waitForLoadState('networkidle');
  for (let frame = 0; frame < 120; frame++) await page.evaluate('new Promise(requestAnimationFrame)');
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

for (const size of sizes)
  for (const scheme of schemes) {
    const pictures = [];
    for (const tool of tools) {
      const picture = await shot(`#view=${tool}`, size, scheme);
      writeFileSync(`${folder}/${tool}-${size[0]}-${scheme}.png`, picture);
      pictures.push(`<img src="data:image/png;base64,${picture.toString('base64')}">`);
    }
    const sheet = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const columns = size[0] < 500 ? 9 : 3;
    await sheet.setContent(
      `<style>body{margin:0;display:grid;grid-template-columns:repeat(${columns},1fr);gap:6px;background:#888}img{width:100%}</style>${pictures.join('')}`,
    );
    await sheet.screenshot({ path: `${folder}/sheet-${size[0]}-${scheme}.png`, fullPage: true });
    await sheet.close();
    console.log(`${folder}/sheet-${size[0]}-${scheme}.png`);
  }

if (process.argv.includes('--readme'))
  for (const [name, link] of Object.entries(best))
    writeFileSync(`${root}www/images/${name}.png`, await shot(link, [1440, 900], 'light'));

await browser.close();
server.kill();
