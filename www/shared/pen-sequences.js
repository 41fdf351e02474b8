// Models that read and write the steps of a pen in the place of pixels. The page and its worker both ask here.

/** Values of one step: to the right, down, and whether the pen is on paper. */
const STEP_VALUES = 3;
/** Steps of a new model's sequences. */
const STEPS = 40;
const PIXELS = 28 * 28;

/** @typedef {{ sequence?: string, inputSize?: number }} SequenceConfig */

/** @param {{ config: object }} model */
export const isOfStrokes = ({ config }) => /** @type {SequenceConfig} */ (config).sequence === 'strokes';

/** @param {{ inputSize: number }} model one of strokes */
export const stepsOf = ({ inputSize }) => inputSize / STEP_VALUES;

/** What a sequence is made of says how many values it has: no form asks for both. @param {SequenceConfig} config @returns {object} */
export function sized(config) {
  const { sequence, inputSize = PIXELS } = config;
  const strokes = sequence === 'strokes';
  // A number of steps that a file brought stays as it is; 784 values are no pen steps.
  if (sequence === undefined || strokes === (inputSize !== PIXELS)) return config;
  return { ...config, inputSize: strokes ? STEPS * STEP_VALUES : PIXELS };
}

/** A pen that rests in the air: the sequence of an empty pad. @param {number} inputSize */
export const restingPen = (inputSize) =>
  Float32Array.from({ length: inputSize }, (_, i) => (i % STEP_VALUES === STEP_VALUES - 1 ? 0 : 0.5));
