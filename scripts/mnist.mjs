// Prints the folder of MNIST's four idx files: the one given, or target/mnist after a download.
//   node scripts/mnist.mjs [folder]
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const host = 'https://storage.googleapis.com/cvdf-datasets/mnist';
const files = {
  'train-images-idx3-ubyte.gz': '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  'train-labels-idx1-ubyte.gz': '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  't10k-images-idx3-ubyte.gz': '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  't10k-labels-idx1-ubyte.gz': 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
};

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

/** The folder, once each file is seen to be there, gzipped or plain. @param {string} folder */
function given(folder) {
  const missing = Object.keys(files).filter((name) => {
    return !existsSync(join(folder, name)) && !existsSync(join(folder, name.replace('.gz', '')));
  });
  if (missing.length > 0)
    fail(`${folder} lacks ${missing.join(', ')} (plain idx files, without .gz, do as well).`);
  return folder;
}

/** @param {string} name */
async function fetched(name) {
  const response = await fetch(`${host}/${name}`);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function downloaded() {
  const folder = join('target', 'mnist');
  mkdirSync(folder, { recursive: true });
  for (const [name, hash] of Object.entries(files)) {
    const path = join(folder, name);
    const matches = (/** @type {Buffer} */ bytes) =>
      createHash('sha256').update(bytes).digest('hex') === hash;
    if (existsSync(path) && matches(readFileSync(path))) continue;
    console.error(`Downloading ${name}`);
    const bytes = await fetched(name).catch((error) => {
      fail(
        `${name} cannot be downloaded (${error.message}). With the files at hand: make weights DATA=folder`,
      );
    });
    if (!matches(bytes)) fail(`${host}/${name} is not the file it should be: its SHA-256 differs.`);
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  }
  return folder;
}

const [folder] = process.argv.slice(2);
console.log(folder ? given(folder) : await downloaded());
