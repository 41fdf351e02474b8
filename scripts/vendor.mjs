// Puts what the page takes from libraries into www/vendor: their ES modules and style sheets as they
// are in node_modules, and a font for mathematics reduced to the glyphs of equations.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import subsetFont from 'subset-font';

const files = {
  '@preact/signals-core': ['dist/signals-core.mjs', 'LICENSE'],
  comlink: ['dist/esm/comlink.mjs', 'LICENSE'],
  'idb-keyval': ['dist/index.js', 'LICENCE'],
  'lit-html': ['lit-html.js', 'directive.js', 'directive-helpers.js', 'directives/live.js', 'LICENSE'],
  temml: ['dist/temml.mjs', 'dist/Temml-STIX2.css', 'LICENSE'],
  uplot: ['dist/uPlot.esm.js', 'dist/uPlot.min.css', 'LICENSE'],
};
// Temml's style sheet asks for the font under this name, beside itself.
const font = 'vendor/temml/STIXTwoMath.woff2';
const fontPackage = 'node_modules/@fontsource/stix-two-math';
/** From the first to the last. @type {[number, number][]} */
const glyphs = [
  [0x20, 0x7e], // ASCII
  [0x391, 0x3f6], // Greek
  [0x2190, 0x2194], // arrows
  [0x2200, 0x22ff], // operators
  [0x1d434, 0x1d467], // italic letters, and the one that lies elsewhere
  [0x210e, 0x210e],
  [0x1d6e2, 0x1d71b], // italic Greek
];
const otherGlyphs = 'ˆ˜˙¯·×±‖⟨⟩…⋯';

rmSync('www/vendor', { recursive: true, force: true });
for (const [name, paths] of Object.entries(files)) {
  const folder = join('www/vendor', basename(name));
  for (const path of paths) {
    // Modules that ask for each other stay where they expect to be.
    const target = join(folder, name === 'lit-html' ? path : basename(path));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join('node_modules', name, path), target);
  }
}

const range = (/** @type {[number, number]} */ [first, last]) =>
  String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));
const whole = readFileSync(join(fontPackage, 'files/stix-two-math-latin-400-normal.woff2'));
const subset = await subsetFont(whole, glyphs.map(range).join('') + otherGlyphs, { targetFormat: 'woff2' });
writeFileSync(join('www', font), subset);
cpSync(join(fontPackage, 'LICENSE'), join('www', `${font}.LICENSE`));
