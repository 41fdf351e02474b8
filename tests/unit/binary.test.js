// What the package's binaries hold, and where they load.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const BINARIES = ['../../pkg/autoencoder_lab_bg.wasm', '../../pkg/webgpu/autoencoder_lab_bg.wasm'];
const bytesOf = (/** @type {string} */ path) => readFileSync(new URL(path, import.meta.url));

/** (module (func (param v128 v128 v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))) */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32,
  1, 32, 2, 253, 133, 2, 11,
];

test('no binary names a path of the machine that built it', () => {
  const places = [homedir(), process.env.CARGO_HOME, fileURLToPath(new URL('../..', import.meta.url))];
  for (const binary of BINARIES)
    for (const place of places)
      if (place) assert(!bytesOf(binary).includes(`${place}/`), `${binary}: ${place}`);
});

test('what is loaded first needs no relaxed SIMD', (context) => {
  if (WebAssembly.validate(Uint8Array.from(RELAXED)))
    return context.skip('this engine has relaxed SIMD: Node 20 has none');
  for (const binary of BINARIES) assert(WebAssembly.validate(bytesOf(binary)), binary);
});
