// Activation maximisation: the input changes step by step into what the unit answers to most.
import * as Comlink from 'comlink';
import { createForm } from './controls.js';
import { Curve } from './curve.js';
import { element } from './element.js';
import { motionAllowed, onScheme } from './ink.js';
import { latest } from './lab.js';
import { tell, track } from './messages.js';
import { figuresOf, paintFigure, LARGE } from './pen.js';
import { isOfStrokes } from './strokes.js';

/** @typedef {import('./main.js').Page} Page */
/** @typedef {import('./unit.js').Chosen} Chosen */
/** @typedef {{ chosen: Chosen, shows: boolean }} Request `shows` lets the climb be played */

/** Milliseconds that a step is shown. */
const PACE = 40;

/** @satisfies {import('./controls.js').Control[]} */
const CONTROLS = [
  {
    name: 'start',
    label: 'Start from',
    kind: /** @type {const} */ ('choice'),
    choices: [
      { value: 'noise', label: 'noise' },
      { value: 'drawing', label: 'the drawing' },
    ],
    default: 'noise',
    help: 'What the first step changes.',
  },
  {
    name: 'decay',
    label: 'Decay',
    kind: /** @type {const} */ ('number'),
    minimum: 0,
    maximum: 0.2,
    step: 0.005,
    default: 0.05,
    help: 'The share of each pixel that a step takes away: only what the unit asks for stays.',
  },
  {
    name: 'blur',
    label: 'Blur',
    kind: /** @type {const} */ ('number'),
    minimum: 0,
    maximum: 1.5,
    step: 0.05,
    default: 0.6,
    help: 'How many pixels a step blurs by: strokes grow where specks would.',
  },
  {
    name: 'steps',
    label: 'Steps',
    kind: /** @type {const} */ ('integer'),
    minimum: 1,
    maximum: 500,
    default: 60,
    help: 'How far the climb goes.',
  },
];

export class Climbing {
  /** @param {Page} page */
  constructor({ session, picture }) {
    this.session = session;
    this.picture = picture;
    /** @type {Record<string, any>} */
    this.options = Object.fromEntries(CONTROLS.map(({ name, default: value }) => [name, value]));
    /** @type {Chosen | undefined} */
    this.chosen = undefined;
    /** @type {import('./pen.js').Figure[]} */
    this.figures = [];
    /** @type {Float32Array} */
    this.activations = new Float32Array();
    this.at = this.timer = 0;
    this.canvas = element('canvas', {
      width: 28,
      height: 28,
      role: 'img',
      'aria-label': 'The climbing input',
    });
    this.play = element('button', { type: 'button', className: 'play', disabled: true }, 'Play');
    this.step = element('input', {
      type: 'range',
      min: '0',
      max: '0',
      value: '0',
      'aria-label': 'Step of the climb',
    });
    this.curve = new Curve('Activation by step');
    this.caption = element('p', { className: 'caption' }, ' ');
    this.play.addEventListener('click', () => (this.timer ? this.rest() : this.go(true)));
    this.step.addEventListener('input', () => {
      this.rest();
      this.show(this.step.valueAsNumber);
    });
    this.run = latest((/** @type {Request} */ request) => this.runNow(request));
    this.form = this.makeForm();
    this.root = this.build();
    onScheme(() => this.show(this.at));
  }

  makeForm() {
    return createForm(CONTROLS, this.options, (name, value) => {
      this.options[name] = value;
      this.again();
    });
  }

  build() {
    const bar = element('div', { className: 'pace' }, this.play, this.step);
    const seen = element('figure', { className: 'seen' }, this.canvas);
    const chart = element('div', { className: 'rise' }, this.curve.root, this.caption, bar);
    const head = element('h2', {}, 'what would excite it most');
    return element(
      'section',
      { className: 'climb', 'aria-label': 'Activation maximisation' },
      head,
      seen,
      chart,
      this.form,
    );
  }

  /** @param {Chosen} chosen @param {boolean} [shows] */
  choose(chosen, shows = true) {
    this.chosen = chosen;
    this.rest();
    // What climbed for another unit is no longer wanted.
    this.session.call('stop', ['climb']).catch(() => {});
    this.run({ chosen, shows });
  }

  again() {
    if (this.chosen) this.choose(this.chosen);
  }

  /** Another drawing. */
  redraw() {
    if (this.options.start === 'drawing' && this.chosen) this.choose(this.chosen, false);
  }

  /** @param {Request} request */
  async runNow({ chosen, shows }) {
    const { picture, session } = this;
    const { model } = session;
    if (!model || this.chosen !== chosen) return;
    const { start, decay, blur, steps } = this.options;
    const input = picture.look?.layers[0];
    const from = start === 'drawing' && input?.length === model.inputSize ? input.slice() : undefined;
    try {
      const climb = await track('Climbing', (onShare) =>
        session.call(
          'maximise',
          model.id,
          chosen.layer,
          chosen.unit,
          { from, decay, blur, steps },
          Comlink.proxy(onShare),
        ),
      );
      const figures = await figuresOf(session, model, climb.frames);
      if (this.chosen !== chosen || session.model?.id !== model.id) return;
      this.figures = figures;
      this.activations = climb.activations;
      this.canvas.classList.toggle('penned', isOfStrokes(model));
      this.play.disabled = false;
      this.step.max = String(figures.length - 1);
      if (shows) this.go(false);
      else this.show(figures.length - 1);
    } catch (error) {
      if (session.model?.id === model.id) tell(error);
    }
  }

  /** Plays on, or from the start where the end is reached. @param {boolean} asked by hand, which moves even where motion is unwelcome */
  go(asked) {
    const last = this.figures.length - 1;
    if (!asked && !motionAllowed()) return this.show(last);
    if (!asked || this.at >= last) this.show(0);
    const tick = () => {
      this.show(this.at + 1);
      if (this.at < last) this.timer = setTimeout(tick, PACE);
      else this.rest();
    };
    clearTimeout(this.timer);
    this.timer = setTimeout(tick, PACE);
    this.label();
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.label();
  }

  label() {
    this.play.textContent = this.timer ? 'Pause' : 'Play';
    this.play.classList.toggle('playing', this.timer !== 0);
  }

  /** @param {number} step */
  show(step) {
    const figure = this.figures[step];
    if (!figure) return;
    this.at = step;
    paintFigure(this.canvas, figure, LARGE);
    this.step.value = String(step);
    const activation = this.activations[step].toFixed(2);
    this.step.setAttribute('aria-valuetext', `step ${step}, activation ${activation}`);
    this.caption.textContent = `step ${step} of ${this.figures.length - 1} · activation ${activation}`;
    this.curve.show(this.activations, step);
  }
}
