// The model trained here, kept in the browser: it outlives a crash and a reload. What is said about it lies
// apart from its bytes, which are read only where the model itself is wanted.
import { signal } from '@preact/signals-core';
import { del, get, setMany } from 'idb-keyval';

const ABOUT = 'kept';
const BYTES = 'kept-bytes';
/** Where both lay together. */
const TOGETHER = 'checkpoint';

/** @typedef {{ family: string, steps: number }} About */
/** @typedef {About & { bytes: Uint8Array }} Checkpoint */

const about = signal(/** @type {About | undefined} */ (undefined));

/** What is kept, as far as it is known yet. */
export const kept = () => about.value;

/** Whoever lists what is kept waits for this. */
export const listed = list().then(
  (found) => (about.value ??= found),
  // Private windows may refuse storage: nothing is kept there.
  () => undefined,
);

/** @returns {Promise<About | undefined>} */
async function list() {
  const known = await get(ABOUT);
  if (known) return known;
  const whole = await get(TOGETHER);
  if (!whole) return undefined;
  await store(whole);
  await del(TOGETHER);
  return { family: whole.family, steps: whole.steps };
}

/** @param {Checkpoint} checkpoint */
const store = ({ bytes, family, steps }) =>
  setMany([
    [BYTES, bytes],
    [ABOUT, { family, steps }],
  ]);

/** @param {Checkpoint} checkpoint */
export async function keep(checkpoint) {
  // Training goes on without a safety net where storage is refused.
  const done = await store(checkpoint).then(
    () => true,
    () => false,
  );
  if (done) about.value = { family: checkpoint.family, steps: checkpoint.steps };
}

/** @returns {Promise<Uint8Array | undefined>} */
export const recall = () => listed.then(() => get(BYTES)).catch(() => undefined);
