// Shrinks a WebAssembly file with Binaryen. It takes a minute and a half, so the result is kept under
// target/wasm-opt by the hash of the input.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

// What rustc's wasm32 target with simd128 may emit.
const features = [
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
];

/** The path of the optimised copy of the file at `path`. @param {string} path */
export function wasmOpt(path) {
  const cache = join('target', 'wasm-opt');
  mkdirSync(cache, { recursive: true });
  const output = join(cache, `${createHash('sha256').update(readFileSync(path)).digest('hex')}.wasm`);
  if (!existsSync(output)) {
    console.log('wasm-opt -O2 (a minute or two, then cached)');
    const partial = `${output}.part`;
    const command = join('node_modules', 'binaryen', 'bin', 'wasm-opt');
    execFileSync(
      process.execPath,
      [command, path, '-O2', '--strip-debug', '--strip-producers', ...features, '-o', partial],
      {
        stdio: 'inherit',
      },
    );
    renameSync(partial, output);
  }
  return output;
}
