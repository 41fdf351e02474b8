// Builds a folder that any static host can serve: index.html beside one folder of bundles named by its
// content's hash, which browsers may keep for ever, and the headers in the words of several hosts.
//   node scripts/site.mjs dist                 as shipped: wasm-opt and precompressed files
//   node scripts/site.mjs target/site --fast   the same page at once, for tests
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { precompress } from './compress.mjs';
import { contentSecurityPolicy } from './headers.mjs';
import { writeHostFiles } from './hosts.mjs';
import { wasmOpt } from './wasm-opt.mjs';

const {
  values: { fast },
  positionals: [site = 'dist'],
} = parseArgs({ allowPositionals: true, options: { fast: { type: 'boolean', default: false } } });

// What only the type checker and package registries read.
const development = /\.(d\.ts|d\.mts|map)$|jsconfig\.json$|package\.json$|\.gitignore$|\.md$/;
const elsewhere = ['types', 'index.html'].map((name) => join('www', name));
const shipped = (/** @type {string} */ path) => !development.test(path) && !elsewhere.includes(path);
// What is bundled; the tools' own style sheets are not.
const bundled = (/** @type {string} */ path) =>
  /\.js$|^www\/(?!features\/).*\.css$|^www\/vendor\/.*(?<!LICEN[CS]E)$/.test(path) && statSync(path).isFile();

/** @param {string} folder */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** @param {string} folder */
function versionOf(folder) {
  const hash = createHash('sha256');
  for (const path of filesUnder(folder)) hash.update(relative(folder, path)).update(readFileSync(path));
  return `v-${hash.digest('hex').slice(0, 12)}`;
}

/** The page with its own addresses moved into the versioned folder. @param {string} html @param {string} version */
function moveAddresses(html, version) {
  const moved = (/** @type {string} */ address) =>
    address.replace(/^(\.\/)?(?![/#.]|[a-z]+:)/, `./${version}/www/`);
  return html
    .replace(/\b(href|src)="([^"]+)"/g, (_, name, address) => `${name}="${moved(address)}"`)
    .replace(/\bcontent="(images\/[^"]+)"/g, (_, address) => `content="${moved(address)}"`)
    .replace(/<script>[\s\S]*?<\/script>/g, (script) =>
      script.replace(/'([^']+\.(?:js|wasm))'/g, (_, address) => `'./${version}/www/${address}'`),
    );
}

/** The policy inside the page too, for hosts that let nobody set headers. @param {string} html */
function addPolicy(html) {
  const policy = contentSecurityPolicy(html);
  return html.replace(
    /<meta charset="[^"]*" ?\/?>/i,
    `$&\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

rmSync(site, { recursive: true, force: true });
const staging = join(site, 'staging');
cpSync('www', join(staging, 'www'), {
  recursive: true,
  filter: (path) => shipped(path) && !bundled(path),
});
const bundledHtml = await bundle('www', join(staging, 'www'));
cpSync('pkg', join(staging, 'pkg'), { recursive: true, filter: shipped });
if (!fast) {
  for (const part of ['', 'webgpu']) {
    const wasm = join('pkg', part, 'autoencoder_lab_bg.wasm');
    cpSync(wasmOpt(wasm), join(staging, wasm));
  }
}

const version = versionOf(staging);
const folder = join(site, version);
renameSync(staging, folder);
const html = addPolicy(moveAddresses(bundledHtml, version));
writeFileSync(join(site, 'index.html'), html);

if (!fast) {
  for (const path of filesUnder(site)) {
    const { raw, br } = precompress(path);
    if (path.endsWith('.wasm')) console.log(`${relative(site, path)}: ${raw} bytes, ${br} as brotli`);
  }
}
writeHostFiles(site, html, version);
console.log(`${site}/ is ready to serve.`);
