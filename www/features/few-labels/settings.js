// What one sets of an experiment with few labels: how the layers learn without any, and how many there are.
import { Setting, settingsOf } from '../../engine/setting.js';
import { seedControl } from '../../engine/settings.js';

/** How the layers of a classifier are pretrained. @type {{ method: Setting<string>, stack: Setting<string>, passes: Setting<number>, layerSeed: Setting<number> }} */
export const pretraining = settingsOf([
  {
    name: 'method',
    label: 'Each layer is',
    kind: 'choice',
    choices: [
      { value: 'rbm', label: 'an RBM' },
      { value: 'autoencoder', label: 'an autoencoder' },
      { value: 'denoising', label: 'a denoising one' },
    ],
    default: 'rbm',
    help: 'What a layer learns as: each models or restores what the layer below makes of the digits.',
  },
  {
    name: 'stack',
    label: 'Hidden layers',
    kind: 'choice',
    choices: [
      { value: '100-100', label: '100, 100' },
      { value: '250-250', label: '250, 250' },
      { value: '500-500-500', label: '500, 500, 500' },
      { value: '1000-1000-500', label: '1000, 1000, 500' },
    ],
    default: '250-250',
    help: 'Units of each layer above the 784 pixels; the last choice is the network of the literature.',
  },
  {
    name: 'passes',
    label: 'Passes a layer',
    kind: 'integer',
    minimum: 1,
    maximum: 100,
    default: 5,
    help: 'How often a layer sees all digits before the next one starts.',
  },
  seedControl('layerSeed', 'Of the layers and the first race; the races after it have the next seeds.'),
]);

/** How many labels of each class the classifier is given. @type {Setting<string>} */
export const LABELS = new Setting({
  name: 'labels',
  label: 'Labels a class',
  kind: /** @type {const} */ ('choice'),
  choices: ['1', '10', '100', 'all'].map((value) => ({ value, label: value })),
  default: '10',
  help: 'How many digits of each class come with their label.',
});
