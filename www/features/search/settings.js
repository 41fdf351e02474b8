// How many digits a search finds, and by which distance.
import { settingsOf } from '../../engine/setting.js';

/** @type {{ nearest: import('../../engine/setting.js').Setting<string>, metric: import('../../engine/setting.js').Setting<'euclidean' | 'cosine'> }} */
export const NEAREST = settingsOf([
  {
    name: 'nearest',
    label: 'Nearest',
    kind: 'choice',
    choices: ['10', '20'].map((value) => ({ value, label: value })),
    default: '10',
    help: 'How many digits each row shows.',
  },
  {
    name: 'metric',
    label: 'Distance',
    kind: 'choice',
    choices: [
      { value: 'euclidean', label: 'Euclidean' },
      { value: 'cosine', label: 'cosine' },
    ],
    default: 'euclidean',
    help: 'Cosine compares directions alone: ink or code twice as strong is as near.',
  },
]);
