// The page's rooms: how long files are, and that types in comments are imported one way as well.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, normalize, relative } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

// In the order in which the linter lets them import.
/** @type {{ forbidden: { name: string }[] }} */
const { forbidden } = createRequire(import.meta.url)('../../scripts/rooms.cjs');
const ROOMS = forbidden.flatMap(({ name }) => name.match(/^(\w+)-from-below$/)?.[1] ?? []);
const WWW = fileURLToPath(new URL('../../www/', import.meta.url));
const LONGEST = 300;

const files = ROOMS.flatMap((room) =>
  readdirSync(join(WWW, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      return { path: relative(WWW, join(entry.parentPath, entry.name)), text };
    }),
);

/** Rooms, and tools within theirs. */
const roomOf = (/** @type {string} */ path) => path.replace(/\/.*/, '');
const toolOf = (/** @type {string} */ path) => (roomOf(path) === 'features' ? path.split('/')[1] : undefined);

test('imports run one way, types included', () => {
  /** @type {string[]} */
  const wrong = [];
  for (const { path, text } of files) {
    for (const [, address = ''] of text.matchAll(/(?:from |import\(|import )'(\.[^']+)'/g)) {
      const target = normalize(join(path, '..', address));
      // The worker gathers the calls of all tools.
      if (!ROOMS.includes(roomOf(target)) || path === 'engine/worker.js') continue;
      const upwards = ROOMS.indexOf(roomOf(target)) > ROOMS.indexOf(roomOf(path));
      const across = toolOf(path) && toolOf(target) && toolOf(path) !== toolOf(target);
      // Who calls the worker needs to know what it answers.
      const answers = target.endsWith('/worker.js');
      if ((upwards || across) && !answers) wrong.push(`${path} → ${target}`);
    }
  }
  assert.ok(files.length > 100);
  assert.deepEqual(wrong, []);
});

test(`no file of the page has more than ${LONGEST} lines`, () => {
  const lengths = files.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > LONGEST),
    [],
  );
});

test('beside the rooms www/ holds three files at most', () => {
  const entries = readdirSync(WWW, { withFileTypes: true });
  assert.ok(entries.filter((entry) => entry.isFile()).length <= 3);
});
