// Values of the link: what is read from a text, what is written, and what stays untouched.
import assert from 'node:assert/strict';
import test from 'node:test';
import { effect } from '@preact/signals-core';
import { brokenSettings, parse, Setting, texts, together } from '../../www/engine/setting.js';

/** @import { Control } from '../../www/widgets/form.js' */
/** @type {Control & { default: number }} */
const COUNT = { name: 'count', label: '', kind: 'integer', minimum: 1, maximum: 9, default: 3, help: '' };
/** @type {Control} */
const KIND = {
  name: 'kind',
  label: '',
  kind: 'choice',
  choices: [{ value: 'a', label: '' }],
  default: 'a',
  help: '',
};

test('a text is a value only within the bounds of its control', () => {
  const read = (/** @type {string} */ text) => parse(COUNT, text);
  assert.deepEqual(['1', '9', '0', '10', '2.5', '', 'x', 'NaN'].map(read), [
    1,
    9,
    ...Array(6).fill(undefined),
  ]);
  assert.equal(parse({ ...COUNT, kind: 'number' }, '2.5'), 2.5);
  assert.deepEqual([parse(KIND, 'a'), parse(KIND, 'b')], ['a', undefined]);
  assert.deepEqual(parse({ name: 'o', kind: 'object', default: {} }, '{"a":[1]}'), { a: [1] });
  assert.equal(parse({ name: 'o', kind: 'object', default: {} }, '{'), undefined);
});

test('the link holds what differs from the standard, and what nobody has declared', () => {
  texts.value = { other: 'x' };
  const setting = new Setting({ ...COUNT, name: 'first' });
  setting.value = 5;
  assert.deepEqual(texts.value, { other: 'x', first: '5' });
  setting.value = 3;
  assert.deepEqual(texts.value, { other: 'x' });
});

test('a standard that depends on something else is followed until someone sets the value', () => {
  const [base, rate] = [new Setting({ ...COUNT, name: 'base' }), new Setting({ ...COUNT, name: 'rate' })];
  rate.standard = () => base.value;
  base.value = 7;
  assert.equal(rate.value, 7);
  rate.value = 2;
  base.value = 8;
  assert.equal(rate.value, 2);
});

test('what is wrong is told and cleared', () => {
  const setting = new Setting({ ...COUNT, name: 'second' });
  texts.value = { second: 'many', other: 'x' };
  assert.deepEqual(brokenSettings(), [setting]);
  assert.equal(setting.value, 3);
  setting.clear();
  assert.deepEqual(texts.value, { other: 'x' });
  assert.deepEqual(brokenSettings(), []);
});

test('several written together call who depends on them once', () => {
  const [one, two] = [new Setting({ ...COUNT, name: 'one' }), new Setting({ ...COUNT, name: 'two' })];
  /** @type {number[][]} */
  const seen = [];
  const end = effect(() => void seen.push([one.value, two.value]));
  together(() => {
    one.value = 4;
    two.value = 5;
  });
  end();
  assert.deepEqual(seen, [
    [3, 3],
    [4, 5],
  ]);
});
