// Activation maximisation: the input changes step by step into what the unit answers to most.
import { computed, untracked } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { figuresOf } from '../../engine/figures.js';
import { together } from '../../engine/setting.js';
import { element } from '../../shared/element.js';
import { isOfStrokes } from '../../shared/pen-sequences.js';
import { effect, onEnd } from '../../shared/scope.js';
import { createForm } from '../../widgets/form.js';
import { track } from '../../widgets/messages.js';
import { framePlayer } from './frame-player.js';

/** @typedef {import('./inside.js').Page} Page */
/** @typedef {import('./inside.js').Inside} Inside */

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
const STANDARD = Object.fromEntries(CONTROLS.map(({ name, default: value }) => [name, value]));

/** @param {Page} page @param {Inside} inside */
export function activationMaximisation({ session, picture }, inside) {
  const player = framePlayer(inside);
  const settings = element('div', { className: 'settings' });
  const options = computed(() => ({ ...STANDARD, ...inside.climb.value }));
  const penned = computed(() => session.model !== undefined && isOfStrokes(session.model));
  // A pen's way has no pixels to blur, and noise or nothing is no way: it climbs from the drawing.
  effect(() => {
    const controls = penned.value ? CONTROLS.filter(({ name }) => name === 'steps') : CONTROLS;
    const form = createForm(
      controls,
      (name) => options.value[name],
      (name, value) => (inside.climb.value = { ...inside.climb.value, [name]: value }),
    );
    settings.replaceChildren(form);
  });

  /** What climbed last: only another of these is worth a play. @type {unknown[]} */
  let last = [];
  effect(() => {
    const [model, chosen] = [session.model, inside.here.value];
    if (!model || !chosen) return;
    const { start, decay, blur, steps } = options.value;
    const input = penned.value || start === 'drawing' ? picture.look?.layers[0] : undefined;
    const from = input?.length === model.inputSize ? { from: input.slice() } : {};
    const subject = [model, chosen, options.value];
    const plays = subject.some((each, i) => each !== last[i]);
    last = subject;
    let newest = true;
    onEnd(() => {
      newest = false;
      player.rest();
      void session.call('stop', ['climb']);
    });
    void untracked(async () => {
      const way = penned.value ? { steps, rate: PEN_RATE, decay: 0 } : { steps, decay, blur };
      const asked = { ...from, ...way };
      const { frames, ...film } = await track('Climbing', (onShare) =>
        session.call('maximise', model.id, chosen.layer, chosen.unit, asked, Comlink.proxy(onShare)),
      );
      const figures = await figuresOf(session, model, frames);
      if (!newest) return;
      together(() => {
        inside.film.value = { ...film, figures };
        player.start(plays);
      });
    });
  });
  const head = element('h2', {}, 'what would excite it most');
  return element(
    'section',
    { className: 'climb', 'aria-label': 'Activation maximisation' },
    head,
    ...player.parts,
    settings,
  );
}
