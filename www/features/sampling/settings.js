// In how many dimensions an expectation is estimated, from how many points, and which draw of them.
import { settingsOf } from '../../engine/setting.js';

/** @typedef {import('../../engine/setting.js').Setting<number>} Whole */

/** @type {{ dimensions: Whole, points: Whole, draw: Whole }} */
export const sampling = settingsOf([
  {
    name: 'dimensions',
    label: 'Dimensions',
    kind: 'integer',
    minimum: 1,
    maximum: 20,
    default: 2,
    help: 'Coordinates of a point.',
  },
  {
    name: 'points',
    label: 'Points',
    kind: 'integer',
    minimum: 1,
    maximum: 16384,
    default: 256,
    help: 'At how many points the function is evaluated.',
  },
  {
    name: 'draw',
    label: 'Draw',
    kind: 'integer',
    minimum: 0,
    maximum: 1000000,
    default: 0,
    help: 'The seed of the random points.',
  },
]);
