// Shipped weights in the comparison: their row, the model that they make in the worker, and what it makes of the drawing.
import { fileSize } from '../../shared/format.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { onScheme } from '../../widgets/colours.js';
import { tell } from '../../widgets/messages.js';
import { paintInk } from '../../widgets/pixels.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/shipped-weights.js').Entry} Entry */
/** @typedef {import('../../engine/worker.js').ModelDescription} ModelDescription */
/** @typedef {Awaited<ReturnType<import('../../engine/worker.js').Service['compare']>>} Result */

/** Dispatches `change` when its state has changed. */
export class ComparedModel extends EventTarget {
  /** @param {Session} session @param {Entry} entry */
  constructor(session, entry) {
    super();
    this.session = session;
    this.entry = entry;
    /** @type {'absent' | 'waiting' | 'fetching' | 'ready' | 'failed'} */
    this.state = 'absent';
    /** @type {ModelDescription | undefined} */
    this.model = undefined;
    /** What the model said of itself; stays while it is loaded again. @type {ModelDescription | undefined} */
    this.facts = undefined;
    /** @type {Result | undefined} */
    this.result = undefined;
    /** Counts the workers and devices that came and went. */
    this.life = 0;
    this.turn = 0;

    this.canvas = element('canvas', { width: 28, height: 28 });
    this.family = element('small', {}, ' ');
    this.choice = element(
      'button',
      { type: 'button', className: 'choice', title: 'Use these weights' },
      this.canvas,
      element('span', {}, element('strong', {}, entry.name), this.family),
    );
    this.choice.addEventListener('click', () => session.choose(entry.family, entry.name).catch(tell));
    this.button = element('button', { type: 'button', className: 'fetch' });
    this.error = element('span', { className: 'error' });
    this.note = element('span', { className: 'note' });
    this.cells = ['code-size', 'parameters', 'time'].map((className) => element('td', { className }, '–'));
    const bar = element('span', { className: 'off' });
    this.root = element(
      'tr',
      {},
      element('th', { scope: 'row' }, this.choice),
      element('td', { className: 'distance' }, this.error, bar, this.note, this.button),
      ...this.cells,
    );
    onScheme(() => this.paint());
    this.describe();
    this.enter('absent');
    this.mark();
  }

  /** The family's label comes with the device. */
  describe() {
    const { families } = this.session;
    this.family.textContent = families.find(({ id }) => id === this.entry.family)?.label ?? ' ';
  }

  /** Whether these weights are the page's model. */
  mark() {
    this.choice.setAttribute('aria-pressed', String(this.session.state.value('weights') === this.entry.name));
  }

  wait() {
    if (!this.model) this.enter('waiting');
  }

  /** What was loaded is gone, or is where nothing else is any more. @returns {boolean} whether it was wanted */
  forget() {
    const wanted = this.state !== 'absent' && this.state !== 'failed';
    this.life++;
    this.release(this.model);
    this.model = undefined;
    if (wanted) this.enter('waiting');
    return wanted;
  }

  /** @param {ModelDescription | undefined} model */
  release(model) {
    if (model) this.session.call('free', model.id).catch(() => {});
  }

  async load() {
    const { session, entry } = this;
    this.enter('fetching');
    let { life } = this;
    try {
      const bytes = await session.shipped.fetch(entry);
      life = this.life;
      const model = await session.call('load', bytes, entry.sha256);
      if (life !== this.life) return this.release(model);
      this.model = this.facts = model;
      this.enter('ready');
    } catch (error) {
      // A crash is told elsewhere, and whatever follows it calls for this again.
      if (life !== this.life || !session.model) return this.enter('waiting');
      this.result = undefined;
      this.enter('failed');
      tell(error);
    }
  }

  /** @param {Float32Array} input */
  async run(input) {
    const { model, session } = this;
    if (!model) return;
    const turn = ++this.turn;
    try {
      const result = await session.call('compare', model.id, input);
      if (turn !== this.turn) return;
      this.result = result;
      this.render();
    } catch (error) {
      if (session.model && this.model === model) tell(error);
    }
  }

  /** @param {ComparedModel['state']} state */
  enter(state) {
    this.state = state;
    this.render();
    this.dispatchEvent(new Event('change'));
  }

  render() {
    const { entry, facts, result, state } = this;
    const offered = state === 'absent' || state === 'failed';
    this.button.hidden = !offered;
    this.button.textContent = state === 'failed' ? 'Try again' : `Fetch ${fileSize(entry.bytes)}`;
    this.button.setAttribute('aria-label', `${this.button.textContent}: ${entry.name}`);
    this.note.textContent = offered || result ? '' : NOTES[state];
    this.error.textContent = result ? result.squaredError.toFixed(1) : '';
    if (result) this.root.style.setProperty('--error', String(result.squaredError));
    else this.root.style.removeProperty('--error');
    this.root.classList.toggle('empty', !result);
    this.cells[0].textContent = facts ? count(facts.codeSize) : '–';
    this.cells[1].textContent = facts ? count(facts.parameters) : '–';
    this.cells[2].textContent = result ? result.milliseconds.toFixed(result.milliseconds < 10 ? 1 : 0) : '–';
    this.paint();
  }

  paint() {
    if (this.result) paintInk(this.canvas, this.result.output);
  }
}

/** What stands where the error will be. */
const NOTES = { absent: '', waiting: 'waiting', fetching: 'fetching …', ready: 'ready', failed: '' };
