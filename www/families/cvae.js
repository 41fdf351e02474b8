// Conditional VAE: digits of a class that one chooses, and the drawing in its own style as every class.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { onEnd } from '../shared/scope.js';
import { motionAllowed, onScheme } from '../widgets/colours.js';
import { paintInk } from '../widgets/pixels.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

const CLASSES = 10;
/** The same ten styles for every class. */
const SEED = 1;
/** Codes on the way to another class, and milliseconds that it takes. */
const WAY = 60;
const JOURNEY = 600;

/** @param {Page} page @returns {import('./section.js').Shown} */
export function classes({ session, picture }) {
  let chosen = 3;
  let journey = 0;
  /** What the samples are of: they change with the model and the class, not with the drawing. */
  let sampled = '';

  const others = digits('Your digit as every class', (i) => void travel(at(others.codes, i)));
  const samples = digits('Samples of the class', async (i) => {
    const { model } = session;
    const codes = model && (await session.call('encode', model.id, at(samples.images, i).slice()));
    if (codes) await travel(codes);
  });
  const buttons = Array.from({ length: CLASSES }, (_, digit) => {
    const name = `Sample the digit ${digit}`;
    const button = element('button', { type: 'button', 'aria-label': name }, String(digit));
    button.addEventListener('click', () => {
      chosen = digit;
      void sampleClass();
    });
    return button;
  });
  const asEvery = section('your digit as every class, the style kept');
  asEvery.append(others.root);
  const ofClass = section('samples of one class; the ten styles stay', [
    element('div', { className: 'keys', role: 'group', 'aria-label': 'Class' }, ...buttons),
  ]);
  ofClass.append(samples.root);

  async function sampleClass() {
    const { model } = session;
    if (!model) return;
    const pixels = await session.call('sample', model.id, CLASSES, SEED, chosen);
    buttons.forEach((button, digit) => button.setAttribute('aria-pressed', String(digit === chosen)));
    samples.show(pixels, (i) => `A ${chosen} in style ${i + 1}: set the code to its own`);
  }

  /** Goes from the code in use to another, decoding on the way. @param {Float32Array} target */
  async function travel(target) {
    cancelAnimationFrame(journey);
    const size = target.length;
    const way = await session.call('codesBetween', picture.bank.codes.slice(), target.slice(), WAY);
    cancelAnimationFrame(journey);
    const start = performance.now();
    const move = () => {
      const share = motionAllowed() ? Math.min(1, (performance.now() - start) / JOURNEY) : 1;
      const smooth = share * share * (3 - 2 * share);
      const step = Math.round(smooth * (WAY - 1));
      const codes = way.slice(step * size, (step + 1) * size);
      picture.setCode(codes);
      if (share < 1) journey = requestAnimationFrame(move);
    };
    move();
  }

  onEnd(() => cancelAnimationFrame(journey));
  return {
    root: element('div', { className: 'pair' }, asEvery, ofClass),
    async update(model, input, revision) {
      const codes = await session.call('encode', model.id, input.slice());
      const all = await session.call('changeClass', model.id, codes, CLASSES);
      others.codes = cut(all);
      others.show(await session.call('decode', model.id, all), (digit) => `Your digit as a ${digit}`);
      const subject = JSON.stringify([model.id, revision]);
      if (subject === sampled) return;
      sampled = subject;
      await sampleClass();
    },
  };
}

/** A row of digits that stays in place while what it shows changes. @param {string} label @param {(index: number) => void} onClick */
function digits(label, onClick) {
  const canvases = Array.from({ length: CLASSES }, () => element('canvas', { width: 28, height: 28 }));
  const buttons = canvases.map((canvas, i) => {
    const button = element('button', { type: 'button', className: 'digit', disabled: true }, canvas);
    button.setAttribute('aria-label', 'not there yet');
    button.addEventListener('click', () => onClick(i));
    return button;
  });
  const row = {
    root: element('div', { className: 'digits', role: 'group', 'aria-label': label }, ...buttons),
    /** @type {Float32Array[]} */
    images: [],
    /** @type {Float32Array[]} */
    codes: [],
    paint: () => canvases.forEach((canvas, i) => row.images[i] && paintInk(canvas, row.images[i])),
    /** @param {Float32Array} pixels @param {(index: number) => string} name */
    show(pixels, name) {
      row.images = cut(pixels);
      row.paint();
      buttons.forEach((button, i) => {
        button.disabled = false;
        button.title = name(i);
        button.setAttribute('aria-label', name(i));
      });
    },
  };
  onScheme(row.paint);
  return row;
}

/** One part for each class. @param {Float32Array} values */
function cut(values) {
  const size = values.length / CLASSES;
  return Array.from({ length: CLASSES }, (_, i) => values.slice(i * size, (i + 1) * size));
}
