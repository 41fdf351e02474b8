// Of calls that come faster than they are answered, the newest alone.

/**
 * Calls `work` now, or as soon as the call before has ended, with the newest argument: those between are skipped.
 * What fails is nobody's to wait for: it reaches the page's own handler of failures.
 * @template A
 * @param {(argument: A) => Promise<void>} work
 * @returns {(argument: A) => void}
 */
export function latest(work) {
  let busy = false;
  /** @type {{ argument: A } | undefined} */
  let waiting;
  async function go() {
    while (waiting) {
      const { argument } = waiting;
      waiting = undefined;
      try {
        await work(argument);
      } catch (error) {
        void Promise.reject(error);
      }
    }
    busy = false;
  }
  return function next(argument) {
    waiting = { argument };
    if (busy) return;
    busy = true;
    void go();
  };
}
