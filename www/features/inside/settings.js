// Which unit one looks into.
import { settingsOf } from '../../engine/setting.js';

/** Layers from the input on, units from 1; 0 leaves the choice to the page. @type {Record<'layer' | 'unit', import('../../engine/setting.js').Setting<number>>} */
export const place = settingsOf([
  {
    name: 'layer',
    label: 'Layer',
    kind: 'integer',
    minimum: 0,
    maximum: 1000,
    default: 1,
    help: 'Of the model, from the input to the reconstruction.',
  },
  {
    name: 'unit',
    label: 'Unit',
    kind: 'integer',
    minimum: 0,
    maximum: 1000000,
    default: 0,
    help: 'Of the layer, from 1 on.',
  },
]);
