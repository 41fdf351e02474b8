// Everything that makes a view of a model a link: one typed table, written to and read from the URL's hash.
import { DIGITS, LABELS, NEAREST, PRETRAINING, SAMPLING, TRAINING, UNIT, WORDS } from './settings.js';

/** @typedef {import('../widgets/form.js').Control} Control */
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

/** What is searched for among texts: words, or a document by its number from 1 on. @type {(PlainEntry | Control)[]} */
const QUERY = [
  { name: 'query', kind: 'text', default: 'stars' },
  { name: 'document', label: 'Document', kind: 'integer', minimum: 0, default: 0, help: '' },
];

const TABLE = [
  ...WHERE,
  DIGITS,
  ...TRAINING,
  ...UNIT,
  ...PRETRAINING,
  LABELS,
  ...SAMPLING,
  ...NEAREST,
  WORDS,
  ...QUERY,
];

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
