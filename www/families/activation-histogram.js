// Sparse and contractive: how active the units are, on average and on this drawing.
import { element } from '../shared/element.js';
import { colour, onScheme } from '../widgets/colours.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

/** The activation above which a unit counts as firing, as in the family's own measure. */
const FIRING = 0.5;
const SIZE = { width: 480, height: 110 };

/** @param {Page} page @returns {import('./section.js').Shown} */
export function activity({ session, picture, data }) {
  const [means, drawn] = [histogram('over the training data'), histogram('on your digit')];
  const root = section('how active the hidden units are');
  root.append(element('div', { className: 'histograms' }, means.root, drawn.root));
  return {
    root,
    async update(model) {
      const target = /** @type {Record<string, any>} */ (model.config).targetActivation;
      // Of the model as it is now, also while it learns: what was noted with it is of its last training.
      const { train } = await data.ready();
      const all = await session.call('meanActivations', model.id, train.id);
      if (session.model?.id !== model.id) return;
      const aim = target === undefined ? '' : `, aim ρ = ${target}`;
      means.show(all.counts, target, `mean activation ${all.mean.toFixed(3)}${aim}`);
      const codes = picture.look?.layers[model.codeLayer];
      if (!codes) return;
      const { counts, share } = await session.call('activationsOf', codes.slice(), FIRING);
      drawn.show(counts, undefined, `${(100 * share).toFixed(1)} % of the units fire (above ${FIRING})`);
    },
  };
}

/** @param {string} title */
function histogram(title) {
  const canvas = element('canvas', { ...SIZE, role: 'img' });
  const caption = element('figcaption', {}, title);
  const ends = element('p', { className: 'ends', 'aria-hidden': 'true' }, element('span', {}, '0'));
  ends.append(element('span', {}, 'activation'), element('span', {}, '1'));
  const root = element('figure', {}, canvas, ends, caption);
  /** @type {[Uint32Array, number | undefined]} */
  let last = [new Uint32Array(), undefined];
  const paint = () => {
    const [counts, target] = last;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { width, height } = SIZE;
    context.clearRect(0, 0, width, height);
    const most = Math.max(1, ...counts);
    const wide = width / counts.length;
    context.fillStyle = `rgb(${colour('above')})`;
    counts.forEach((count, bin) => {
      // A root keeps the few units of the long tail in sight.
      const bar = Math.sqrt(count / most) * (height - 2);
      context.fillRect(bin * wide, height - bar, wide - 1, bar);
    });
    context.fillStyle = `rgb(${colour('line')})`;
    context.fillRect(0, height - 1, width, 1);
    if (target === undefined) return;
    context.fillStyle = `rgb(${colour('below')})`;
    context.fillRect(target * width - 1, 0, 2, height);
  };
  onScheme(paint);
  return {
    root,
    /** @param {Uint32Array} counts by activation, from 0 to 1 @param {number | undefined} target @param {string} text */
    show(counts, target, text) {
      last = [counts, target];
      caption.textContent = `${title}: ${text}`;
      canvas.setAttribute('aria-label', `Histogram of activations ${title}: ${text}`);
      paint();
    },
  };
}
