// Fails where the declarations in `src/wasm/*.d.ts` and the package part: a class, a method or a
// property that one has and the other lacks. The package's names are read from its module, which
// need not be started for that; the declarations' are TypeScript's own answer.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as pkg from '../../pkg/autoencoder_lab.js';
import { adopt, fail } from '../../src/wasm/bridge.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}target/declared`;

/**
 * Names in an object that are accepted; an underscore begins those that the package keeps to itself.
 * @typedef {(property: PropertyDescriptor, name: string) => boolean} Accepts
 * @param {object} object @param {Accepts} [accepted]
 */
const names = (object, accepted = () => true) =>
  Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([name, property]) => !name.startsWith('_') && accepted(property, name))
    .map(([name]) => name);

const isClass = (/** @type {unknown} */ value) =>
  typeof value === 'function' && `${value}`.startsWith('class');

const union = (/** @type {string[]} */ list) =>
  list.map((name) => JSON.stringify(name)).join(' | ') || 'never';

/**
 * Two statements that hold where the types `declared` and `packed` have the same names.
 * @param {string} what @param {string} declared @param {string} packed
 */
const agree = (what, declared, packed) => `
export const ${what}_not_declared: never = null! as Exclude<${packed}, ${declared}>;
export const ${what}_not_in_the_package: never = null! as Exclude<${declared}, ${packed}>;
`;

/** @param {[name: string, value: Function]} exported */
function compare([name, value]) {
  /** @type {Accepts} */
  const isGetter = ({ get }) => get !== undefined;
  /** @type {Accepts} */
  const isMethod = ({ value }, own) => typeof value === 'function' && own !== 'constructor';
  /** @type {Accepts} */
  const isStatic = (_, own) => !['length', 'name', 'prototype'].includes(own);
  return [
    agree(`getter_of_${name}`, `Getters<pkg.${name}>`, union(names(value.prototype, isGetter))),
    agree(`method_of_${name}`, `Methods<pkg.${name}>`, union(names(value.prototype, isMethod))),
    agree(
      `static_of_${name}`,
      `Exclude<keyof typeof pkg.${name}, 'prototype'>`,
      union(names(value, isStatic)),
    ),
  ].join('');
}

// Failures are made by hand: what they have is what one of them has beyond an Error.
adopt(Object.create(pkg.LabError.prototype));
const failure = names(fail('code', 'message', 'hint'), (_, name) => !(name in new Error('')));

const classes = Object.entries(pkg).filter(
  ([name, value]) => isClass(value) && name !== 'LabError' && !name.startsWith('_'),
);
const source = `import type * as pkg from '../../pkg/autoencoder_lab.js';

type Named<T> = Extract<keyof T, string>;
type IsMethod<T> = NonNullable<T> extends (...values: never[]) => unknown ? true : false;
type Methods<T> = { [K in Named<T>]-?: IsMethod<T[K]> extends true ? K : never }[Named<T>];
type Getters<T> = Exclude<Named<T>, Methods<T>>;
${agree('export', 'keyof typeof pkg', union(names(pkg)))}
${agree('field_of_LabError', 'Exclude<keyof pkg.LabError, keyof Error>', union(failure))}
${classes.map(compare).join('')}`;

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/names.ts`, source);
const configuration = { extends: '../../tests/tsconfig.json', files: ['names.ts'] };
writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(configuration));
const { status, stdout, stderr } = spawnSync('npx', ['tsc', '--project', folder], { cwd: root });
const lines = source.split('\n');
for (const error of `${stdout}${stderr}`.trim().split('\n').filter(Boolean)) {
  const [, line, parted] = /names\.ts\((\d+),.*Type '(.*)' is not assignable/.exec(error) ?? [];
  const what = lines[Number(line) - 1]?.match(/const (\w+)/)?.[1]?.replaceAll('_', ' ');
  console.error(what ? `${what}: ${parted}` : error);
}
// What the bridge listens to would keep Node awake.
process.exit(status ?? 1);
