// Conditional VAE: digits of a class that one chooses, and the drawing in its own style as every class.
import { element } from '../element.js';
import { motionAllowed } from '../ink.js';
import { tell } from '../messages.js';
import { digitButton, emptyDigits } from '../picture.js';
import { section } from './index.js';

/** @typedef {import('../main.js').Page} Page */

const CLASSES = 10;
/** The same ten styles for every class. */
const SEED = 1;
/** Milliseconds that a code takes to another class. */
const JOURNEY = 600;

/** @param {Page} page @returns {import('./index.js').Shown} */
export function classes({ session, picture }) {
  const row = (/** @type {string} */ label) =>
    element('div', { className: 'digits', role: 'group', 'aria-label': label }, ...emptyDigits(CLASSES));
  const [others, samples] = [row('Your digit as every class'), row('Samples of the class')];
  let chosen = 3;
  const buttons = Array.from({ length: CLASSES }, (_, digit) => {
    const name = `Sample the digit ${digit}`;
    const button = element('button', { type: 'button', 'aria-label': name }, String(digit));
    button.addEventListener('click', () => {
      chosen = digit;
      sampleClass().catch(tell);
    });
    return button;
  });
  const asEvery = section('your digit as every class, the style kept');
  asEvery.append(others);
  const ofClass = section('samples of one class; the ten styles stay', [
    element('div', { className: 'keys', role: 'group', 'aria-label': 'Class' }, ...buttons),
  ]);
  ofClass.append(samples);

  const fill = (/** @type {HTMLElement} */ place, /** @type {HTMLElement[]} */ digits) =>
    place.replaceChildren(...digits);
  const cut = (/** @type {Float32Array} */ values, /** @type {number} */ size) =>
    Array.from({ length: CLASSES }, (_, i) => values.slice(i * size, (i + 1) * size));

  async function sampleClass() {
    const { model } = session;
    if (!model) return;
    const pixels = await session.call('sample', model.id, CLASSES, SEED, chosen);
    buttons.forEach((button, digit) => button.setAttribute('aria-pressed', String(digit === chosen)));
    const digits = cut(pixels, model.inputSize).map((digit, i) => {
      const button = digitButton(digit, `A ${chosen} in style ${i + 1}: set the code to its own`);
      button.addEventListener('click', async () => {
        const codes = await session.call('encode', model.id, digit.slice()).catch(tell);
        if (codes) travel(codes);
      });
      return button;
    });
    fill(samples, digits);
  }

  let journey = 0;
  /** Goes from the code in use to another, decoding on the way. @param {Float32Array} target */
  function travel(target) {
    cancelAnimationFrame(journey);
    const from = picture.bank.codes.slice();
    const start = performance.now();
    const move = () => {
      const share = motionAllowed() ? Math.min(1, (performance.now() - start) / JOURNEY) : 1;
      const smooth = share * share * (3 - 2 * share);
      const codes = target.map((value, i) => from[i] + (value - from[i]) * smooth);
      picture.bank.show(codes);
      picture.setCode(codes);
      if (share < 1) journey = requestAnimationFrame(move);
    };
    move();
  }

  return {
    root: element('div', { className: 'pair' }, asEvery, ofClass),
    async update(model, input) {
      const codes = await session.call('encode', model.id, input.slice());
      const all = await session.call('changeClass', model.id, codes, CLASSES);
      const images = cut(await session.call('decode', model.id, all.slice()), model.inputSize);
      const buttons = images.map((image, digit) => {
        const button = digitButton(image, `Your digit as a ${digit}`);
        const code = all.slice(digit * model.codeSize, (digit + 1) * model.codeSize);
        button.addEventListener('click', () => travel(code));
        return button;
      });
      fill(others, buttons);
      await sampleClass();
    },
    end: () => cancelAnimationFrame(journey),
  };
}
