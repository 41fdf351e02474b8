// What the page's link says of the place, the model, its digits and its training; each tool declares its own beside this.
import { Setting, settingsOf } from './setting.js';

/** @typedef {import('../widgets/form.js').Control} Control */

/** The tool in use; none is the first. @type {Setting<string>} */
export const VIEW = new Setting({ name: 'view', kind: 'text', default: '' });
/** @type {Setting<string>} */
export const FAMILY = new Setting({ name: 'family', kind: 'text', default: '' });
/** A shipped name, or one of those in session.js. @type {Setting<string>} */
export const WEIGHTS = new Setting({ name: 'weights', kind: 'text', default: '' });
/** What of the model's configuration is not the family's default. @type {Setting<Record<string, unknown>>} */
export const CONFIG = new Setting({ name: 'config', kind: 'object', default: {} });
/** @type {Setting<string>} */
export const DEVICE = new Setting({
  name: 'device',
  label: 'Compute on',
  kind: 'choice',
  choices: [
    { value: 'auto', label: 'Automatic' },
    { value: 'webgpu', label: 'WebGPU' },
    { value: 'cpu', label: 'CPU' },
  ],
  default: 'auto',
  help: '',
});

/** @template {string} N @param {N} name @param {string} help */
export const seedControl = (name, help) => ({
  name,
  label: 'Seed',
  kind: /** @type {const} */ ('integer'),
  minimum: 0,
  maximum: 1000000,
  default: 1,
  help,
});

/** How a model is trained. */
export const TRAINING = /** @satisfies {Control[]} */ ([
  {
    name: 'steps',
    label: 'Steps a run',
    kind: 'integer',
    minimum: 1,
    maximum: 100000,
    default: 2000,
    help: 'How many batches one press of play trains on.',
  },
  {
    name: 'batchSize',
    label: 'Batch size',
    kind: 'integer',
    minimum: 1,
    maximum: 1024,
    default: 128,
    help: 'Digits that each step averages its gradient over.',
  },
  {
    name: 'learningRate',
    label: 'Learning rate',
    kind: 'number',
    minimum: 0.00001,
    maximum: 1,
    scale: 'log',
    default: 0.001,
    help: 'The size of a step. Too large a step diverges.',
  },
  {
    name: 'schedule',
    label: 'Schedule',
    kind: 'choice',
    choices: [
      { value: 'constant', label: 'constant' },
      { value: 'cosine', label: 'cosine' },
    ],
    default: 'constant',
    help: 'Whether the learning rate falls to zero along a cosine.',
  },
  seedControl('seed', 'The same seed draws the same digits and the same batches.'),
]);

/** @satisfies {Control} */
export const DIGITS = {
  name: 'digits',
  label: 'Generated digits',
  kind: /** @type {const} */ ('integer'),
  minimum: 100,
  maximum: 60000,
  default: 6000,
  help: 'How many digits to draw; a tenth of them is kept for testing.',
};

/** @type {{ steps: Setting<number>, batchSize: Setting<number>, learningRate: Setting<number>, schedule: Setting<string>, seed: Setting<number> }} */
export const training = settingsOf(TRAINING);
/** @type {Setting<number>} */
export const digits = new Setting(DIGITS);
