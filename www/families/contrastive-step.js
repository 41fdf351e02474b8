// RBM: one step of contrastive divergence in slow motion, and what it does to the weights.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { onEnd } from '../shared/scope.js';
import { motionAllowed, onScheme } from '../widgets/colours.js';
import { paintActivations, paintInk, strongestOf } from '../widgets/pixels.js';
import { namedPicture, section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {Awaited<ReturnType<import('../engine/worker.js').Service['contrast']>>} Step */

/** Hidden units whose phases are shown. */
const UNITS = 3;
/** Milliseconds that a stage is looked at. */
const PACE = 900;

/** What is drawn from what, in order. @type {{ name: string, kind: 'pixels' | 'units', values: (step: Step) => Float32Array }[]} */
const STAGES = [
  { name: 'v: pixels drawn', kind: 'pixels', values: ({ visible }) => visible },
  { name: 'p(h | v)', kind: 'units', values: ({ hiddenMeans }) => hiddenMeans },
  { name: 'h: units drawn', kind: 'units', values: ({ hidden }) => hidden },
  { name: 'p(v | h)', kind: 'pixels', values: ({ visibleMeansAgain }) => visibleMeansAgain },
  { name: 'v*: drawn again', kind: 'pixels', values: ({ visibleAgain }) => visibleAgain },
  { name: 'p(h | v*)', kind: 'units', values: ({ hiddenMeansAgain }) => hiddenMeansAgain },
];

/** @param {Page} page @returns {import('./section.js').Shown} */
export function contrast({ session }) {
  const slow = element('button', { type: 'button' }, 'Slow motion');
  const again = element('button', { type: 'button' }, 'Draw again');
  const root = section('contrastive divergence, one step', [
    element('div', { className: 'tools' }, slow, again),
  ]);
  const stages = STAGES.map(({ name }) => namedPicture(name));
  const phases = Array.from({ length: UNITS }, () =>
    ['v p(h | v)', '− v* p(h | v*)', '∝ ΔW'].map(namedPicture),
  );
  const energies = element('p', { className: 'caption', role: 'status' });
  const units = element('div', { className: 'phases' });
  units.append(
    ...phases.map((row) => element('div', { className: 'phase' }, ...row.map((each) => each.figure))),
  );
  root.append(
    element('div', { className: 'stages' }, ...stages.map(({ figure }) => figure)),
    element('p', { className: 'explanation' }, ABOUT),
    units,
    energies,
  );
  let seed = 1;
  let shown = STAGES.length;
  let timer = 0;
  /** @type {[import('../engine/worker.js').ModelDescription, Float32Array] | undefined} */
  let subject;
  /** @type {Step | undefined} */
  let step;

  const paint = () => {
    if (!step) return;
    const made = step;
    stages.forEach(({ canvas, figure }, i) => {
      figure.classList.toggle('unseen', i >= shown);
      const { kind, values } = at(STAGES, i);
      if (i >= shown) canvas.width = 28;
      else if (kind === 'pixels') paintInk(canvas, values(made));
      else paintActivations(canvas, values(made), Math.ceil(Math.sqrt(values(made).length)));
    });
    const whole = shown === STAGES.length;
    units.classList.toggle('waiting', !whole);
    const size = made.visible.length;
    phases.forEach((row, i) => {
      const part = (/** @type {Float32Array} */ all) => all.subarray(i * size, (i + 1) * size);
      const [positive, negative] = [part(made.positive), part(made.negative).map((value) => -value)];
      const change = positive.map((value, pixel) => value + at(negative, pixel));
      // All three of a row on one scale: what both phases share cancels.
      const most = Math.max(strongestOf(positive), strongestOf(negative));
      [positive, negative, change].forEach((values, k) => {
        paintActivations(at(row, k).canvas, values, 28, most);
        at(row, k).canvas.title = `unit ${at(made.units, i) + 1}`;
      });
    });
    energies.textContent = `E(v, h) = ${told(made.energy)}, F(v) = ${told(made.freeEnergy)}, F(v*) = ${told(made.freeEnergyAgain)} nats: a step lowers F where the data are and raises it where the machine went.`;
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    shown = STAGES.length;
    paint();
  };
  const tick = () => {
    shown++;
    timer = shown < STAGES.length ? setTimeout(tick, PACE) : 0;
    paint();
  };
  const work = latest(async () => {
    if (!subject) return;
    const [model, input] = subject;
    const made = await session.call('contrast', model.id, input.slice(), seed, UNITS);
    if (subject?.[0] !== model) return;
    step = made;
    paint();
  });
  again.addEventListener('click', () => {
    seed++;
    work(undefined);
  });
  slow.addEventListener('click', () => {
    stop();
    if (!motionAllowed()) return;
    shown = 0;
    tick();
  });
  onScheme(paint);
  onEnd(stop);
  return {
    root,
    update(model, input) {
      subject = [model, input];
      work(undefined);
    },
  };
}

const told = (/** @type {number} */ nats) => nats.toFixed(1).replace('-', '−');

const ABOUT =
  'For the three units that answer most: what the data ask of their weights, what the machine’s own picture asks, and the difference, along which the weights move.';
