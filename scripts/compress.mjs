// Writes a .br and a .gz beside each file that gets smaller by them; hosts send those to browsers that
// accept them. Best compression takes half a minute for the WebAssembly, so results are kept by hash.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** @typedef {'br' | 'gz'} Extension */

/** @type {Record<Extension, (bytes: Buffer) => Buffer>} */
const formats = {
  br: (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
};
const worthwhile = 0.95;

/** The path of the compressed copy of `bytes`, made now or before. @param {Buffer} bytes @param {Extension} extension */
function compressed(bytes, extension) {
  const cache = join('target', 'compressed');
  mkdirSync(cache, { recursive: true });
  const path = join(cache, `${createHash('sha256').update(bytes).digest('hex')}.${extension}`);
  if (!existsSync(path)) {
    writeFileSync(`${path}.part`, formats[extension](bytes));
    renameSync(`${path}.part`, path);
  }
  return path;
}

/** Compresses one file; the sizes in bytes, raw and as brotli. @param {string} path */
export function precompress(path) {
  const bytes = readFileSync(path);
  const write = (/** @type {Extension} */ extension) => {
    const copy = compressed(bytes, extension);
    const { size } = statSync(copy);
    if (size < bytes.length * worthwhile) cpSync(copy, `${path}.${extension}`);
    return size;
  };
  const br = write('br');
  write('gz');
  return { raw: bytes.length, br };
}
