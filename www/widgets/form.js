// Forms made from data: a family's controls come from the package, all others from settings.
import { element } from '../shared/element.js';
import { effect } from '../shared/scope.js';

/**
 * @typedef {object} Control
 * @property {string} name
 * @property {string} label
 * @property {'integer' | 'number' | 'choice' | 'boolean' | 'widths'} kind
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [step]
 * @property {'linear' | 'log'} [scale]
 * @property {{ value: string, label: string }[]} [choices]
 * @property {string | number | boolean | number[]} default
 * @property {string} help
 */
/** @typedef {Control['default']} ControlValue */
/** @template T @typedef {{ name: string, entry: object, value: T }} Setting one value of the page's link */
/** @typedef {{ inputs: HTMLElement[], read: () => ControlValue | undefined, write: (value: ControlValue) => void }} Field */

/** Positions of the slider that stands for a number on a log scale. */
const LOG_POSITIONS = 1000;

let forms = 0;

/**
 * @param {readonly Control[]} controls
 * @param {(name: string) => unknown} read what a control's value is; a field follows the signals that this reads
 * @param {(name: string, value: ControlValue) => void} onChange only valid values arrive here
 */
export function createForm(controls, read, onChange) {
  const prefix = `form-${++forms}`;
  const help = element('p', { className: 'form-help', 'aria-hidden': 'true' });
  const fields = controls.map((control) => {
    const id = `${prefix}-${control.name}`;
    const field = createField(control, id);
    let written = '';
    effect(() => {
      const value = /** @type {ControlValue} */ (read(control.name) ?? control.default);
      // What already stands there stays: whoever types in it keeps the place.
      if (String(value) !== written) field.write(value);
      written = String(value);
    });
    const description = element('span', { id: `${id}-help`, className: 'hidden' }, control.help);
    const row = element('div', { className: `field field-${control.kind}` });
    row.append(element('label', { htmlFor: id }, control.label), ...field.inputs, description);
    row.addEventListener('change', () => {
      const value = field.read();
      if (value === undefined) return;
      written = String(value);
      onChange(control.name, value);
    });
    for (const kind of ['pointerenter', 'focusin'])
      row.addEventListener(kind, () => (help.textContent = control.help));
    return row;
  });
  help.textContent = controls[0]?.help ?? '';
  return element('div', { className: 'form' }, ...fields, help);
}

/**
 * A form of settings.
 * @param {Record<string, Setting<any>>} settings by name
 * @param {() => void} [onChange] once a setting has another value
 */
export const settingsForm = (settings, onChange) =>
  createForm(
    Object.values(settings).map(({ entry }) => /** @type {Control} */ (entry)),
    (name) => settings[name]?.value,
    (name, value) => {
      const setting = settings[name];
      if (setting) setting.value = value;
      onChange?.();
    },
  );

/** @param {Control} control @param {string} id @returns {Field} */
function createField(control, id) {
  const describedBy = { id, 'aria-describedby': `${id}-help` };
  if (control.kind === 'choice') return choiceField(control, describedBy);
  if (control.kind === 'boolean') return booleanField(describedBy);
  if (control.kind === 'widths') return widthsField(describedBy);
  const bounded = control.minimum !== undefined && control.maximum !== undefined;
  return control.kind === 'number' && bounded
    ? sliderField(control, describedBy)
    : numberField(control, describedBy);
}

/** @param {Control} control @param {Record<string, string>} attributes @returns {Field} */
function choiceField({ choices = [] }, attributes) {
  const options = choices.map(({ value, label }) => element('option', { value }, label));
  const select = element('select', attributes, ...options);
  return { inputs: [select], read: () => select.value, write: (value) => (select.value = String(value)) };
}

/** @param {Record<string, string>} attributes @returns {Field} */
function booleanField(attributes) {
  const box = element('input', { ...attributes, type: 'checkbox' });
  return { inputs: [box], read: () => box.checked, write: (value) => (box.checked = Boolean(value)) };
}

/** @param {Record<string, string>} attributes @returns {Field} */
function widthsField(attributes) {
  const pattern = String.raw`\s*\d+\s*(,\s*\d+\s*)*`;
  const title = 'Whole numbers with commas between, from the first hidden layer to the code';
  const text = element('input', {
    ...attributes,
    type: 'text',
    inputMode: 'numeric',
    required: true,
    pattern,
    title,
  });
  return {
    inputs: [text],
    read: () => (text.reportValidity() ? text.value.split(',').map(Number) : undefined),
    write: (value) => (text.value = /** @type {number[]} */ (value).join(', ')),
  };
}

/** @param {Control} control @param {Record<string, string>} attributes @returns {Field} */
function numberField({ kind, minimum, maximum, step }, attributes) {
  const bounds = { min: minimum ?? '', max: maximum ?? '', step: kind === 'integer' ? (step ?? 1) : 'any' };
  const box = element('input', { ...attributes, type: 'number', required: true, ...bounds });
  return {
    inputs: [box],
    read: () => (box.reportValidity() ? box.valueAsNumber : undefined),
    write: (value) => (box.value = String(value)),
  };
}

/** A slider for the hand beside the exact number. @param {Control} control @param {Record<string, string>} attributes @returns {Field} */
function sliderField(control, attributes) {
  const { minimum = 0, maximum = 1, step, scale, label } = control;
  const number = numberField(control, attributes);
  const box = /** @type {HTMLInputElement} */ (number.inputs[0]);
  const log = scale === 'log' && minimum > 0;
  const range = log
    ? { min: 0, max: LOG_POSITIONS, step: 1 }
    : { min: minimum, max: maximum, step: step ?? (maximum - minimum) / LOG_POSITIONS };
  const slider = element('input', { type: 'range', ...range, 'aria-label': `${label}, slider` });
  const ratio = maximum / minimum;
  const follow = () => {
    const position = (LOG_POSITIONS * Math.log(box.valueAsNumber / minimum)) / Math.log(ratio);
    slider.value = String(log ? position : box.valueAsNumber);
  };
  slider.addEventListener('input', () => {
    const value = log ? minimum * ratio ** (slider.valueAsNumber / LOG_POSITIONS) : slider.valueAsNumber;
    box.value = String(Number(value.toPrecision(log ? 2 : 6)));
  });
  box.addEventListener('input', follow);
  return {
    inputs: [slider, box],
    read: number.read,
    write: (value) => {
      number.write(value);
      follow();
    },
  };
}
