// What the page's link holds: texts by name, and settings that read and write one of them each.
import { batch, computed, signal } from '@preact/signals-core';

/** @typedef {import('../widgets/form.js').Control} Control */
/** @typedef {string | number | boolean | number[] | Record<string, unknown>} Value */
/** @typedef {{ name: string, kind: 'text' | 'object', default: Value }} Plain not set by a form */

/** The link's texts; those that nothing has declared yet stay as they came. */
export const texts = signal(/** @type {Record<string, string>} */ ({}));

/** All that were declared. */
const declared = signal(/** @type {Setting<any>[]} */ ([]));

/** @param {Plain | Control} entry @param {string} text @returns {Value | undefined} nothing where the text is no value of it */
export function parse(entry, text) {
  if (entry.kind === 'text') return text;
  if (entry.kind === 'object') {
    try {
      return { .../** @type {object} */ (JSON.parse(text)) };
    } catch {
      return undefined;
    }
  }
  if (entry.kind === 'choice') return entry.choices?.some(({ value }) => value === text) ? text : undefined;
  const { minimum = -Infinity, maximum = Infinity } = /** @type {Control} */ (entry);
  const value = Number(text);
  const valid = text !== '' && value >= minimum && value <= maximum;
  return valid && (entry.kind === 'number' || Number.isInteger(value)) ? value : undefined;
}

/** @param {Value} value */
const format = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/**
 * One value of the link: reading it depends on it, writing it changes the link.
 * @template {Value} T
 */
export class Setting {
  /** @param {(Plain | Control) & { default: T }} entry */
  constructor(entry) {
    /** @type {Omit<Control, 'kind' | 'default'> & { kind: string, default: T }} */
    this.entry = /** @type {any} */ (entry);
    this.name = entry.name;
    /** What it is where the link says nothing. @type {() => T} */
    this.standard = () => entry.default;
    this.given = computed(() => texts.value[this.name]);
    this.parsed = computed(() => {
      const text = this.given.value;
      return text === undefined ? undefined : /** @type {T | undefined} */ (parse(entry, text));
    });
    declared.value = [...declared.peek(), this];
  }

  get value() {
    return this.parsed.value ?? this.standard();
  }

  set value(value) {
    const { [this.name]: before, ...others } = texts.peek();
    const text = format(value);
    const said = text === format(this.standard()) ? undefined : text;
    if (said !== before) texts.value = said === undefined ? others : { ...others, [this.name]: said };
  }

  /** Whether the link says something that is no value of it. */
  get broken() {
    return this.given.value !== undefined && this.parsed.value === undefined;
  }

  /** Forgets what the link says. */
  clear() {
    const { [this.name]: _, ...others } = texts.peek();
    texts.value = others;
  }
}

/** @returns {Setting<any>[]} those that the link says something wrong about */
export const brokenSettings = () => declared.value.filter((setting) => setting.broken);

/** Settings of some controls, by their names. @param {readonly Control[]} controls @returns {any} typed by who asks */
export const settingsOf = (controls) =>
  Object.fromEntries(controls.map((control) => [control.name, new Setting(control)]));

/** Several at once: who depends on them is called once. @param {() => void} changes */
export const together = (changes) => batch(changes);
