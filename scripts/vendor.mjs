// Copies the page's few libraries, as ES modules, from node_modules into www/vendor.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const files = {
  comlink: ['dist/esm/comlink.mjs', 'LICENSE'],
  'idb-keyval': ['dist/index.js', 'LICENCE'],
  uplot: ['dist/uPlot.esm.js', 'dist/uPlot.min.css', 'LICENSE'],
};

rmSync('www/vendor', { recursive: true, force: true });
for (const [name, paths] of Object.entries(files)) {
  const folder = join('www/vendor', name);
  mkdirSync(folder, { recursive: true });
  for (const path of paths) cpSync(join('node_modules', name, path), join(folder, basename(path)));
}
