// What stands at the picture's input: the drawing on the pad, or a digit that a tool shows there instead.
import { computed, signal, untracked } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { element, find } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { effect } from '../shared/scope.js';
import { digitButton, emptyDigits } from '../widgets/digit-row.js';
import { track } from '../widgets/messages.js';
import { lookAtPad } from './look.js';
import { Pad } from './pad.js';

/** @typedef {import('../engine/session.js').Session} Session */
/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('../widgets/figure.js').Figure} Figure */

/** Generated digits that the ten examples are picked from. */
const CROWD = 120;
/** Of 3,000 seeds one of those whose ten examples come back best through the two numbers of a first visit. */
const CROWD_SEED = 2151;
const FIRST_EXAMPLE = 7;

/** What is drawn changes with its `revision`. */
export class Drawing {
  /** @param {Session} session @param {Picture} picture shows what the model makes of the drawing */
  constructor(session, picture) {
    this.session = session;
    this.picture = picture;
    this.now = { revision: signal(0), exhibit: signal(/** @type {Figure | undefined} */ (undefined)) };
    const canvas = element('canvas', { className: 'pad', role: 'img', 'aria-label': 'Draw a digit here' });
    this.look = latest(() => this.lookNow());
    const refresh = () => this.look(undefined);
    this.pad = new Pad(canvas, () => {
      this.exhibit = undefined;
      refresh();
      this.now.revision.value++;
    });
    this.examples = element(
      'div',
      {
        className: 'digits examples',
        role: 'group',
        'aria-label': 'Example digits',
      },
      ...emptyDigits(10),
    );
    find('.pad-place', picture.root).append(canvas);
    find('.input .foot', picture.root).append(padTools(this.pad));
    find('.starts', picture.root).append(this.examples);
    effect(() => this.pad.cover(this.exhibit));
    effect(() => {
      session.revision;
      this.exhibit;
      // A code that was moved by hand stays while the model learns.
      if (picture.steered === undefined) untracked(refresh);
    });
    const begun = computed(() => session.model !== undefined);
    effect(() => {
      if (begun.value) untracked(() => void this.fillExamples());
    });
  }

  /** Grows with every change of what is drawn. */
  get revision() {
    return this.now.revision.value;
  }

  /** The pixels as a call takes them to the worker. @returns {[Uint8ClampedArray, number, number]} */
  shot() {
    const { data, width, height } = this.pad.shot();
    return [Comlink.transfer(data, [data.buffer]), width, height];
  }

  /** What a tool shows at the input instead of what was drawn, until someone draws. */
  get exhibit() {
    return this.now.exhibit.value;
  }

  set exhibit(figure) {
    this.now.exhibit.value = figure;
  }

  async lookNow() {
    const { session, picture } = this;
    const { model } = session;
    if (!model || this.exhibit) return;
    const { steered } = picture;
    const answer = await track('Reconstructing', () => lookAtPad(session, model, this.pad));
    // Whoever moved the code meanwhile keeps it.
    if (!this.exhibit && session.model?.id === model.id && picture.steered === steered) picture.show(answer);
  }

  /** One generated digit of each kind; the first visit starts with one drawing itself. */
  async fillExamples() {
    const { pad } = this;
    const { call } = this.session;
    const crowd = await call('digits', CROWD, CROWD_SEED);
    const labels = await call('labels', crowd.id);
    const chosen = Array.from({ length: 10 }, (_, digit) => labels.indexOf(digit)).filter(
      (index) => index >= 0,
    );
    const examples = await Promise.all(
      chosen.map(async (index) => ({
        digit: labels[index],
        pixels: await call('images', crowd.id, index, 1),
        strokes: await call('strokes', crowd.id, index),
      })),
    );
    await call('freeData', crowd.id);
    const buttons = examples.map(({ digit, pixels, strokes }) => {
      const button = digitButton(pixels, `Draw a ${digit}`);
      button.addEventListener('click', () => pad.play(strokes));
      return button;
    });
    this.examples.replaceChildren(...buttons);
    const first = examples.find(({ digit }) => digit === FIRST_EXAMPLE);
    if (first && !pad.touched && pad.strokes.length === 0) pad.play(first.strokes);
  }
}

/** @param {Pad} pad */
function padTools(pad) {
  const undo = element('button', { type: 'button' }, 'Undo');
  const clear = element('button', { type: 'button' }, 'Clear');
  undo.addEventListener('click', () => pad.undo());
  clear.addEventListener('click', () => pad.clear());
  return element('div', { className: 'tools' }, undo, clear);
}
