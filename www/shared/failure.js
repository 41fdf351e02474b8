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

/** @param {unknown} error */
export const isAborted = (error) => describeFailure(error).code === 'aborted';

/** A wasm trap poisons its instance: only a new worker helps. The same holds for a lost GPU. @param {unknown} error */
export const isFatal = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  ['device-lost', 'device-failed'].includes(describeFailure(error).code);
