// The model trained here, kept in the browser: it outlives a crash and a reload.
import { get, set } from 'idb-keyval';

const KEY = 'checkpoint';

/** @typedef {{ bytes: Uint8Array, family: string, steps: number }} Checkpoint */

/** @param {Checkpoint} checkpoint */
export async function keep(checkpoint) {
  // Private windows may refuse storage: training goes on without a safety net.
  await set(KEY, checkpoint).catch(() => {});
}

/** @returns {Promise<Checkpoint | undefined>} */
export const recall = () => get(KEY).catch(() => undefined);
