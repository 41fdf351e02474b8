// Everything that makes a view of a model a link: one typed table, written to and read from the URL's hash.

/** @typedef {import('./controls.js').Control} Control */
/** @typedef {string | number | boolean | number[] | Record<string, unknown>} Value */
/** @typedef {{ name: string, kind: 'text' | 'config', default: Value }} PlainEntry */

/** @type {PlainEntry[]} */
const WHERE = [
  { name: 'view', kind: 'text', default: '' },
  { name: 'family', kind: 'text', default: '' },
  { name: 'weights', kind: 'text', default: '' },
  { name: 'config', kind: 'config', default: {} },
  { name: 'device', kind: 'text', default: 'auto' },
];

/** How a model is trained: these entries are controls too, so the Train view makes its form from them. */
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
  {
    name: 'seed',
    label: 'Seed',
    kind: 'integer',
    minimum: 0,
    maximum: 1000000,
    default: 1,
    help: 'The same seed draws the same digits and the same batches.',
  },
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

/** In how many dimensions an expectation is estimated, from how many points, and which draw of them. */
export const SAMPLING = /** @satisfies {Control[]} */ ([
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

/** @satisfies {Control} */
export const WORDS = {
  name: 'words',
  label: 'Vocabulary',
  kind: /** @type {const} */ ('integer'),
  minimum: 1,
  maximum: 4000,
  default: 2000,
  help: 'How many words are counted: those in the most documents, but for those in more than half.',
};

/** What is searched for among texts: words, or a document by its number from 1 on. @type {(PlainEntry | Control)[]} */
const QUERY = [
  { name: 'query', kind: 'text', default: 'stars' },
  { name: 'document', label: 'Document', kind: 'integer', minimum: 0, default: 0, help: '' },
];

/** How the layers of a classifier are pretrained. */
export const PRETRAINING = /** @satisfies {Control[]} */ ([
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
  {
    name: 'layerSeed',
    label: 'Seed',
    kind: 'integer',
    minimum: 0,
    maximum: 1000000,
    default: 1,
    help: 'Of the layers and the first race; the races after it have the next seeds.',
  },
]);

/** How many labels of each class the classifier is given. */
export const LABELS = {
  name: 'labels',
  label: 'Labels a class',
  kind: /** @type {const} */ ('choice'),
  choices: ['1', '10', '100', 'all'].map((value) => ({ value, label: value })),
  default: '10',
  help: 'How many digits of each class come with their label.',
};

/** Which unit one looks into: layers from the input on, units from 1; 0 leaves the choice to the page. */
export const UNIT = /** @satisfies {Control[]} */ ([
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

const TABLE = [...WHERE, DIGITS, ...TRAINING, ...UNIT, ...PRETRAINING, LABELS, ...SAMPLING, WORDS, ...QUERY];

/**
 * @param {PlainEntry | Control} entry
 * @param {string} text
 * @returns {Value} the default where the text is no value of this entry
 */
function parse(entry, text) {
  if (entry.kind === 'config') {
    try {
      return { .../** @type {object} */ (JSON.parse(text)) };
    } catch {
      return entry.default;
    }
  }
  if (entry.kind === 'integer' || entry.kind === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = entry;
    const value = Number(text);
    const valid = text !== '' && value >= minimum && value <= maximum;
    return valid && (entry.kind === 'number' || Number.isInteger(value)) ? value : entry.default;
  }
  if (entry.kind === 'choice')
    return entry.choices?.some(({ value }) => value === text) ? text : entry.default;
  return text;
}

/** @param {Value} value */
const format = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** @param {string} hash @returns {Record<string, Value>} */
function read(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return Object.fromEntries(
    TABLE.map((entry) => [entry.name, parse(entry, given.get(entry.name) ?? format(entry.default))]),
  );
}

/** @param {Record<string, Value>} values */
function write(values) {
  const changed = TABLE.filter((entry) => format(values[entry.name]) !== format(entry.default));
  return new URLSearchParams(changed.map(({ name }) => [name, format(values[name])])).toString();
}

/** The values of the table; dispatches `change`, and `navigate` when the reader went somewhere else. */
export class State extends EventTarget {
  constructor() {
    super();
    this.values = read(location.hash);
    addEventListener('popstate', () => {
      this.assign(read(location.hash));
      this.dispatchEvent(new Event('navigate'));
    });
  }

  /** @param {string} name @returns {any} */
  value(name) {
    return this.values[name];
  }

  /** What an entry is where the hash says nothing. @param {string} name @returns {any} */
  standard(name) {
    return TABLE.find((entry) => entry.name === name)?.default;
  }

  /** @param {Record<string, Value>} changes */
  set(changes) {
    const before = this.values.view;
    if (!this.assign({ ...this.values, ...changes })) return;
    const url = `#${write(this.values)}`;
    // A view is a place one goes back from; a setting is not.
    if (this.values.view === before) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  }

  /** @param {Record<string, Value>} values */
  assign(values) {
    const changed = TABLE.map(({ name }) => name).filter((n) => format(values[n]) !== format(this.values[n]));
    this.values = values;
    if (changed.length > 0) this.dispatchEvent(new Event('change'));
    return changed.length > 0;
  }
}
