// Parts of the page: what they begin ends with them, the newest call comes last, and no error is lost.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { signal } from '@preact/signals-core';
import { latest } from '../../www/shared/latest.js';
import { effect, follow, listen, onEnd, scope } from '../../www/shared/scope.js';

test('nothing begins outside a part of the page', () => {
  assert.throws(() => onEnd(() => {}), /would never end/);
  assert.throws(() => effect(() => {}), /would never end/);
});

test('effects and listeners end with their part, the last first', () => {
  const [value, target] = [signal(1), new EventTarget()];
  /** @type {unknown[]} */
  const seen = [];
  const end = scope(() => {
    onEnd(() => seen.push('end'));
    effect(() => void seen.push(value.value));
    listen(target, 'press', () => seen.push('pressed'));
  });
  value.value = 2;
  target.dispatchEvent(new Event('press'));
  end();
  value.value = 3;
  target.dispatchEvent(new Event('press'));
  assert.deepEqual(seen, [1, 2, 'pressed', 'end']);
});

test('what an effect began ends before it runs again', () => {
  const [value, target] = [signal(1), new EventTarget()];
  /** @type {number[]} */
  const heard = [];
  const end = scope(() =>
    effect(() => {
      const now = value.value;
      listen(target, 'press', () => heard.push(now));
    }),
  );
  value.value = 2;
  target.dispatchEvent(new Event('press'));
  end();
  assert.deepEqual(heard, [2]);
});

test('a part that fails to set up leaves nothing behind', () => {
  assert.throws(() => scope(() => assert.fail('broken')), /broken/);
  assert.throws(() => onEnd(() => {}), /would never end/);
});

test('of many changes the newest is followed, and none after the end', async () => {
  const value = signal(1);
  /** @type {number[]} */
  const begun = [];
  /** @type {[number, boolean][]} */
  const current = [];
  const gates = new Map();
  const end = scope(() =>
    follow(
      () => value.value || undefined,
      async (now, isNewest) => {
        begun.push(now);
        await new Promise((resolve) => gates.set(now, resolve));
        current.push([now, isNewest()]);
      },
    ),
  );
  for (const next of [2, 3, 0, 4]) value.value = next;
  gates.get(1)();
  await settled();
  gates.get(4)();
  await settled();
  value.value = 5;
  end();
  gates.get(5)();
  await settled();
  assert.deepEqual(begun, [1, 4, 5]);
  assert.deepEqual(current, [
    [1, false],
    [4, true],
    [5, false],
  ]);
});

test('an error of the newest call is nobody’s to swallow, and the next call comes all the same', async () => {
  /** @type {string[]} */
  const lost = [];
  const hear = (/** @type {Error} */ reason) => lost.push(reason.message);
  // The runner would take it for a failure of this test.
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
  /** @type {number[]} */
  const done = [];
  const next = latest(async (/** @type {number} */ argument) => {
    if (argument === 1) throw new TypeError('of our own');
    done.push(argument);
  });
  next(1);
  next(2);
  await settled();
  await settled();
  process.off('unhandledRejection', hear);
  for (const other of others) process.on('unhandledRejection', other);
  assert.deepEqual(lost, ['of our own']);
  assert.deepEqual(done, [2]);
});
