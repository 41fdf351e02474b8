// Of calls that come faster than they are answered, the newest alone.

/**
 * Calls `work` now, or as soon as the call before has ended, with the newest argument: those between are skipped.
 * @template A
 * @param {(argument: A) => Promise<void>} work
 * @returns {(argument: A) => void}
 */
export function latest(work) {
  let busy = false;
  /** @type {{ argument: A } | null} */
  let waiting = null;
  return async function next(argument) {
    waiting = { argument };
    if (busy) return;
    busy = true;
    while (waiting) {
      const { argument: newest } = waiting;
      waiting = null;
      await work(newest).catch(() => {});
    }
    busy = false;
  };
}
