// A failure as it crosses between the page and the worker, or reaches the reader.

/**
 * @typedef {object} Failure
 * @property {string} code what kind of failure, for the program
 * @property {string} message what was wrong, in a sentence
 * @property {string} hint what to do about it
 */

/** An error with the fields of the package's LabError, made by the page or rebuilt from a message. */
export class LabFailure extends Error {
  /** @param {Failure} failure */
  constructor({ code, message, hint }) {
    super(message);
    this.name = 'LabError';
    this.code = code;
    this.hint = hint;
  }
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
export function describeFailure(error) {
  const {
    code = 'unexpected',
    message = String(error),
    hint = '',
  } = /** @type {Partial<Failure>} */ (error ?? {});
  return { code: String(code), message, hint };
}

/** Of work that is no longer wanted, since something newer took its place. @param {string} what it was */
export const superseded = (what) =>
  new LabFailure({ code: 'superseded', message: `${what} was chosen meanwhile.`, hint: '' });

/** Whether someone wanted it to end: that needs no word. @param {unknown} error */
export const isWanted = (error) => ['aborted', 'superseded'].includes(describeFailure(error).code);

/** Whether it is none that was foreseen, and so an error in our own code. @param {unknown} error */
export const isUnforeseen = (error) => describeFailure(error).code === 'unexpected';

/** A wasm trap poisons its instance: only a new worker helps. The same holds for a lost GPU. @param {unknown} error */
export const isFatal = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  ['device-lost', 'device-failed'].includes(describeFailure(error).code);
