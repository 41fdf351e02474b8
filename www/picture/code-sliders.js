// The code as a bank of upright sliders, one a number, in the dock.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';

/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */

/** As many sliders as stand side by side and can still be gripped; more units are paged. */
const PAGE = 32;
const STEPS = 200;

/** A density over codes, and which numbers hardly have one of their own. @typedef {{ mean: Float32Array, deviation: Float32Array, silent?: Float32Array | undefined }} Cloud */

export class CodeSliders {
  /** @param {HTMLElement} root @param {(codes: Float32Array) => void} onChange */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.codes = new Float32Array();
    this.first = 0;
    /** @type {Cloud | undefined} */
    this.cloud = undefined;
    /** @type {HTMLInputElement[]} */
    this.inputs = [];
    this.caption = element('p', { className: 'caption', 'aria-hidden': 'true' });
  }

  /** @param {ModelDescription} model */
  configure(model) {
    if (this.model && this.model.codeSize !== model.codeSize) this.first = 0;
    this.model = model;
    this.codes = model.codeStatistics.mean.slice();
    this.build();
  }

  /** The model has learnt: its code ranges elsewhere; the code, and the slider in hand, stay. @param {ModelDescription} model */
  rescale(model) {
    this.model = model;
    const { low, high } = model.codeStatistics;
    this.inputs.forEach((input, i) => {
      const [min, max] = [at(low, this.first + i), at(high, this.first + i)];
      Object.assign(input, { min, max, step: (max - min) / STEPS || 'any' });
    });
    this.refresh();
  }

  build() {
    // Which class a code is of, one says by choosing one.
    const codeSize = this.model?.styleSize ?? 0;
    const last = Math.min(this.first + PAGE, codeSize);
    this.inputs = [];
    for (let unit = this.first; unit < last; unit++) this.inputs.push(this.slider(unit));
    const bank = element('div', {
      className: 'bank',
      role: 'group',
      'aria-label': 'Code, one slider a unit',
    });
    bank.style.setProperty('--units', String(this.inputs.length));
    bank.append(...this.inputs);
    const head = element('div', { className: 'head' }, element('h2', {}, 'the code, one slider a number'));
    const beside = element('div', { className: 'foot' }, this.caption);
    if (codeSize > PAGE)
      beside.append(this.pager('‹', 'Earlier units', -PAGE), this.pager('›', 'Later units', PAGE));
    head.append(beside);
    this.root.replaceChildren(head, bank);
    this.caption.textContent =
      codeSize > PAGE ? `units ${this.first + 1}–${last} of ${codeSize}` : 'drag one: the digit follows';
    this.refresh();
  }

  /** @param {Cloud | undefined} cloud */
  showCloud(cloud) {
    this.cloud = cloud;
    this.refresh();
  }

  /** Shows them beside a tool that does without, or hides them there again; where they stand anyway, goes to them. */
  open() {
    this.root.classList.toggle('open');
    if (this.root.checkVisibility()) this.inputs[0]?.focus();
  }

  /** @param {number} unit */
  slider(unit) {
    const { low, high } = /** @type {ModelDescription} */ (this.model).codeStatistics;
    const [min, max] = [at(low, unit), at(high, unit)];
    const step = (max - min) / STEPS || 'any';
    const input = element('input', { type: 'range', min, max, step, 'aria-label': `Unit ${unit + 1}` });
    input.addEventListener('input', () => {
      this.codes[unit] = input.valueAsNumber;
      this.mark(input, unit);
      this.tell(unit);
      this.onChange(this.codes.slice());
    });
    for (const kind of ['focus', 'pointerenter']) input.addEventListener(kind, () => this.tell(unit));
    return input;
  }

  /** @param {string} sign @param {string} label @param {number} by */
  pager(sign, label, by) {
    const button = element('button', { type: 'button', className: 'quiet', 'aria-label': label }, sign);
    const next = this.first + by;
    button.disabled = next < 0 || next >= (this.model?.styleSize ?? 0);
    button.addEventListener('click', () => {
      this.first = next;
      this.build();
    });
    return button;
  }

  /** @param {number} unit */
  tell(unit) {
    this.caption.textContent = `unit ${unit + 1} = ${at(this.codes, unit).toFixed(2)}`;
  }

  /** @param {Float32Array} codes */
  show(codes) {
    this.codes = codes.slice();
    this.refresh();
  }

  refresh() {
    this.inputs.forEach((input, i) => {
      const code = at(this.codes, this.first + i);
      // A model that learns outgrows the range that its statistics gave.
      if (code < Number(input.min)) input.min = String(code);
      if (code > Number(input.max)) input.max = String(code);
      input.value = String(code);
      this.mark(input, this.first + i);
    });
  }

  /** @param {HTMLInputElement} input @param {number} unit */
  mark(input, unit) {
    const [min, max, code] = [Number(input.min), Number(input.max), at(this.codes, unit)];
    const place = (/** @type {number} */ value) => String((value - min) / (max - min || 1));
    // The fill starts where zero lies, or at the end that is nearest to it.
    input.style.setProperty('--zero', place(Math.min(max, Math.max(min, 0))));
    input.style.setProperty('--value', place(code));
    const { mean, deviation, silent } = this.cloud ?? {};
    const [middle, spread] = [mean?.[unit] ?? 0, deviation?.[unit] ?? 0];
    input.style.setProperty('--from', place(Math.max(min, middle - spread)));
    input.style.setProperty('--to', place(Math.min(max, middle + spread)));
    input.classList.toggle('clouded', spread > 0);
    input.classList.toggle('silent', Boolean(silent?.[unit]));
    input.classList.toggle('below', code < 0);
    input.setAttribute('aria-valuetext', code.toFixed(2));
  }
}
