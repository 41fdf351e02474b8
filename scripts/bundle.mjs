// Makes few files of the page's many: its modules in one, its worker in another, the style sheets that
// every tool shares in a third. What a module loads later, and the tools' own sheets, stay apart.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const MAIN = 'app/main.js';
const WORKER = 'engine/worker.js';
const SHEET = 'app/page.css';
/** @satisfies {import('esbuild').BuildOptions} */
const shared = { bundle: true, minify: true, format: 'esm', target: 'es2023', logLevel: 'warning' };

/**
 * Tools are taken to need all that the page starts with, which every visit has: otherwise each set of tools that
 * shares a module would get a file of its own for it.
 * @param {string} www
 */
function startsWithPage(www) {
  const main = join(www, MAIN);
  const needed = [...readFileSync(main, 'utf8').matchAll(/ from '(\.[^']+)'/g)]
    .map(([, address = '']) => resolve(dirname(main), address))
    .map((path) => `import ${JSON.stringify(path)};`);
  return needed.join('');
}

/**
 * Bundled modules lie elsewhere than they did: what they ask for beside themselves is asked for from there.
 * @param {string} www
 * @param {string} output
 * @returns {import('esbuild').Plugin}
 */
function besideOutput(www, output) {
  const start = startsWithPage(www);
  return {
    name: 'beside-output',
    setup({ onLoad, onResolve }) {
      // The package's part for WebGPU stays where it is: it is asked for only where there is a GPU.
      onResolve({ filter: /\/webgpu\/autoencoder_lab\.js$/ }, ({ path, resolveDir }) => ({
        path: relative(dirname(join(www, output)), join(resolveDir, path)),
        external: true,
      }));
      onLoad({ filter: /\.js$/, namespace: 'file' }, ({ path }) => {
        if (path.includes('/vendor/')) return undefined;
        const moved = (/** @type {string} */ _, /** @type {string} */ address) => {
          const target = relative(dirname(join(www, output)), join(dirname(path), address));
          return `new URL('${target}${address.endsWith('/') ? '/' : ''}', import.meta.url)`;
        };
        const contents = readFileSync(path, 'utf8').replace(
          /new URL\('([^']+)', import\.meta\.url\)/g,
          moved,
        );
        const tool = /\/features\/[^/]+\/view\.js$/.test(path);
        return { contents: tool ? contents + start : contents, loader: 'js' };
      });
    },
  };
}

/** The sheets of index.html that all tools share, in its order. @param {string} html */
const sharedSheets = (html) =>
  [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)]
    .map(([, address = '']) => address)
    .filter((address) => !address.startsWith('features/'));

/**
 * Bundles `www` into `out`.
 * @param {string} www
 * @param {string} out
 * @returns the page's HTML, asking for the bundles
 */
export async function bundle(www, out) {
  const html = readFileSync(join(www, 'index.html'), 'utf8');
  await build({
    ...shared,
    entryPoints: [join(www, MAIN)],
    outdir: join(out, dirname(MAIN)),
    chunkNames: '[name]-[hash]',
    splitting: true,
    sourcemap: true,
    plugins: [besideOutput(www, MAIN)],
  });
  await build({
    ...shared,
    entryPoints: [join(www, WORKER)],
    outfile: join(out, WORKER),
    // In what wasm-bindgen writes.
    logOverride: { 'duplicate-object-key': 'silent' },
    sourcemap: true,
    plugins: [besideOutput(www, WORKER)],
  });
  const sheets = sharedSheets(html);
  await build({
    ...shared,
    stdin: {
      contents: sheets.map((address) => `@import './${address}';`).join('\n'),
      resolveDir: resolve(www),
      loader: 'css',
    },
    outfile: join(out, SHEET),
    loader: { '.woff2': 'file' },
    assetNames: '[name]-[hash]',
  });
  return html
    .replace(/ *<script type="importmap">[\s\S]*?<\/script>\n/, '')
    .replace(/ *<link rel="modulepreload"[^>]*>\n/g, '')
    .replace(/( *)<link rel="stylesheet" href="([^"]+)" \/>\n/g, (link, space, address) => {
      if (!sheets.includes(address)) return link;
      return address === sheets[0] ? `${space}<link rel="stylesheet" href="${SHEET}" />\n` : '';
    });
}
