// Models that show one thing each: a configuration, and the sentence that says what to look at.

/** @typedef {{ family: string, label: string, help: string, config: Record<string, unknown> }} Preset */

/** @type {Preset[]} */
const PRESETS = [
  {
    family: 'dense',
    label: 'linear',
    help: 'Without any bend it can do no better than PCA: its code spans the same subspace.',
    config: { widths: [30], activation: 'linear', output: 'linear' },
  },
  {
    family: 'dense',
    label: 'deep',
    help: 'The network of Hinton and Salakhutdinov: four layers down to 30 numbers.',
    config: { widths: [1000, 500, 250, 30] },
  },
  {
    family: 'dense',
    label: 'tied',
    help: 'The decoder uses the encoder’s weights, turned round: half the parameters.',
    config: { widths: [256, 32], tied: true },
  },
  {
    family: 'dense',
    label: 'overcomplete',
    help: 'A code wider than the picture: it can copy, and need not learn anything about digits.',
    config: { widths: [1200], activation: 'relu' },
  },
  {
    family: 'dense',
    label: 'L2 on the code',
    help: 'Codes are drawn to zero, so that points near zero decode to digits. Compare the plane without it.',
    config: { widths: [256, 64, 2], codePenalty: 0.1 },
  },
  {
    family: 'sparse',
    label: 'L1 on the code',
    help: 'Each digit pays for every unit it switches on: few of many stay on.',
    config: { penalty: 'l1' },
  },
  {
    family: 'sparse',
    label: 'KL to ρ',
    help: 'Each unit is on for one digit in ten on average: the histogram gathers at ρ.',
    config: { penalty: 'kl' },
  },
  {
    family: 'stacked',
    label: 'undercomplete',
    help: 'Each layer is narrower than what it restores: it has to find what digits have in common.',
    config: { widths: [500, 250, 100, 2], layerSteps: 150 },
  },
  {
    family: 'stacked',
    label: 'overcomplete, free',
    help: 'Wider than its input and nothing against it: its loss goes to zero by copying, and it learns little.',
    config: { widths: [1000, 1200, 30], layerSteps: 150, sparsity: 0 },
  },
  {
    family: 'stacked',
    label: 'overcomplete, sparse',
    help: 'As wide, but every activation costs: the layer cannot simply copy.',
    config: { widths: [1000, 1200, 30], layerSteps: 150, sparsity: 0.01 },
  },
  {
    family: 'convolutional',
    label: 'switches',
    help: 'Unpooling puts maxima back where they were: sharp, but the code alone does not say where.',
    config: { unpooling: 'switches' },
  },
  {
    family: 'convolutional',
    label: 'copy',
    help: 'Unpooling copies each value four times: the code alone says everything.',
    config: { unpooling: 'copy' },
  },
];

/** @param {string} family */
export const presetsOf = (family) => PRESETS.filter((preset) => preset.family === family);
