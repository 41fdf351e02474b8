// Activation maximisation: the input changes step by step into what the unit answers to most.
import * as Comlink from 'comlink';
import { figuresOf } from '../../engine/figures.js';
import { element } from '../../shared/element.js';
import { latest } from '../../shared/latest.js';
import { scope } from '../../shared/scope.js';
import { isOfStrokes } from '../../shared/pen-sequences.js';
import { createForm } from '../../widgets/form.js';
import { tell, track } from '../../widgets/messages.js';
import { FramePlayer } from './frame-player.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('./unit.js').Chosen} Chosen */
/** @typedef {import('../../engine/worker.js').ModelDescription} Model */
/** @typedef {{ chosen: Chosen, plays: boolean }} Request */

/** Pen steps are bent with care: a few bold ones would lift the pen for good. */
const PEN_RATE = 0.01;

/** @satisfies {import('../../widgets/form.js').Control[]} */
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

export class ActivationMaximisation {
  /** @param {Page} page */
  constructor({ session, picture }) {
    this.session = session;
    this.picture = picture;
    /** @type {Record<string, any>} */
    this.options = Object.fromEntries(CONTROLS.map(({ name, default: value }) => [name, value]));
    /** @type {Chosen | undefined} */
    this.chosen = undefined;
    /** Whether the model reads strokes. @type {boolean | undefined} */
    this.penned = undefined;
    this.film = new FramePlayer();
    this.settings = element('div', { className: 'settings' });
    const head = element('h2', {}, 'what would excite it most');
    this.root = element(
      'section',
      { className: 'climb', 'aria-label': 'Activation maximisation' },
      head,
      ...this.film.parts,
      this.settings,
    );
    this.run = latest((/** @type {Request} */ request) => this.runNow(request));
    session.addEventListener('model', () => this.configure());
    this.configure();
  }

  /** A pen's way has no pixels to blur, and noise or nothing is no way: it climbs from the drawing. */
  configure() {
    const { model } = this.session;
    const penned = model !== undefined && isOfStrokes(model);
    if (penned === this.penned) return;
    this.penned = penned;
    const controls = penned ? CONTROLS.filter(({ name }) => name === 'steps') : CONTROLS;
    this.endForm?.();
    this.endForm = scope(() =>
      this.settings.replaceChildren(
        createForm(
          controls,
          (name) => this.options[name],
          (name, value) => {
            this.options[name] = value;
            if (this.chosen) this.choose(this.chosen);
          },
        ),
      ),
    );
  }

  /** @param {Model} model */
  request({ inputSize }) {
    const { decay, blur, steps } = this.options;
    const input = this.fromDrawing ? this.picture.look?.layers[0] : undefined;
    const from = input?.length === inputSize ? input.slice() : undefined;
    return this.penned ? { from, steps, rate: PEN_RATE, decay: 0 } : { from, steps, decay, blur };
  }

  get fromDrawing() {
    return this.penned || this.options.start === 'drawing';
  }

  /** @param {Chosen} chosen @param {boolean} [plays] */
  choose(chosen, plays = true) {
    this.chosen = chosen;
    this.film.rest();
    // What climbed for another unit is no longer wanted.
    this.session.call('stop', ['climb']).catch(() => {});
    this.run({ chosen, plays });
  }

  /** Another drawing. */
  redraw() {
    if (this.fromDrawing && this.chosen) this.choose(this.chosen, false);
  }

  rest() {
    this.film.rest();
  }

  /** @param {Request} request */
  async runNow({ chosen, plays }) {
    const { session } = this;
    const { model } = session;
    const { layer, unit } = chosen;
    if (!model || this.chosen !== chosen) return;
    try {
      const options = this.request(model);
      const { frames, activations } = await track('ActivationMaximisation', (onShare) =>
        session.call('maximise', model.id, layer, unit, options, Comlink.proxy(onShare)),
      );
      const figures = await figuresOf(session, model, frames);
      if (this.chosen === chosen && session.model?.id === model.id)
        this.film.load(figures, activations, plays);
    } catch (error) {
      if (session.model?.id === model.id) tell(error);
    }
  }
}
