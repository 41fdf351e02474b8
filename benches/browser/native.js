// The medians that Criterion left behind, natively.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join('target', 'criterion');

/** Milliseconds by the name of the benchmark. */
export function nativeMedians() {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(join('new', 'estimates.json')))
    .map((path) => {
      const read = (/** @type {string} */ name) =>
        JSON.parse(readFileSync(join(folder, path, '..', name), 'utf8'));
      return {
        name: read('benchmark.json').full_id,
        milliseconds: read('estimates.json').median.point_estimate / 1e6,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
