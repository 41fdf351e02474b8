// How the drawing is damaged before the families see it.
import { settingsOf } from '../../engine/setting.js';

/** @typedef {'none' | NonNullable<import('../../../pkg/autoencoder_lab.js').CorruptOptions['kind']>} Damage */

/** @type {{ damage: import('../../engine/setting.js').Setting<Damage>, damageLevel: import('../../engine/setting.js').Setting<number> }} */
export const damaging = settingsOf([
  {
    name: 'damage',
    label: 'Damage',
    kind: 'choice',
    choices: [
      { value: 'none', label: 'none' },
      { value: 'gaussian', label: 'Gaussian noise' },
      { value: 'salt-and-pepper', label: 'salt and pepper' },
      { value: 'masking', label: 'missing pixels' },
      { value: 'half', label: 'lower part hidden' },
      { value: 'blots', label: 'blots' },
    ],
    default: 'none',
    help: 'What happens to the drawing before the families see it. Each is scored against the clean one.',
  },
  {
    name: 'damageLevel',
    label: 'Level',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.3,
    help: 'The share of the pixels that are hit, or the deviation of the noise.',
  },
]);
