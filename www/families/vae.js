// VAE: the cloud of codes that the encoder gives one digit, a draw of it, and what each number tells.
import { element } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { onEnd } from '../shared/scope.js';
import { section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {import('../engine/worker.js').ModelDescription} ModelDescription */

/** Nats below which a number tells nothing, on average over so many test digits. */
const SILENT = 0.01;
const DIGITS = 500;
const ABOUT =
  'The encoder gives a mean μ and a deviation σ for each number, and the code is drawn: z = μ + σ ε. The bands are μ ± σ; a bar is what a number tells of this digit, its KL divergence.';

/** @param {Page} page @returns {import('./section.js').Shown} */
export function cloud({ session, picture, data }) {
  const roll = element('button', { type: 'button' }, 'Roll ε');
  const root = section('the cloud of this digit', [roll]);
  const bars = element('div', { className: 'divergences', role: 'img' });
  const note = element('p', { className: 'caption', role: 'status' });
  root.append(element('p', { className: 'explanation' }, ABOUT), bars, note);
  let seed = 0;
  /** @type {{ model: ModelDescription, input: Float32Array, revision: number } | undefined} */
  let subject;
  /** What each number tells on average, and of which model at which step. @type {{ key: string, means?: Float32Array }} */
  let average = { key: '' };

  const work = latest(async (/** @type {boolean} */ rolled) => {
    if (!subject) return;
    const { model, input } = subject;
    const found = await session.call('posterior', model.id, input.slice(), seed);
    if (subject?.model !== model) return;
    const silent = average.means?.map((mean) => Number(mean < SILENT));
    picture.showCloud({ ...found, silent });
    const most = Math.max(...found.divergence);
    bars.replaceChildren(
      ...Array.from(found.divergence, (divergence, unit) => {
        const title = `number ${unit + 1}: ${divergence.toFixed(2)} nats`;
        const bar = element('span', { title });
        bar.style.setProperty('--share', String(divergence / most));
        bar.classList.toggle('silent', Boolean(silent?.[unit]));
        return bar;
      }),
    );
    const told = `KL(q ‖ p) of this digit: ${found.total.toFixed(1)} nats`;
    bars.setAttribute('aria-label', `${told}, by number`);
    const quiet = silent ? silent.reduce((sum, each) => sum + each, 0) : 0;
    const several = quiet === 1 ? 'tells' : 'tell';
    const dead = quiet > 0 ? `; ${quiet} of ${model.codeSize} numbers ${several} nothing of any digit` : '';
    note.textContent = `${told}${dead}.`;
    if (rolled) picture.setCode(found.draw);
  });
  const measure = async () => {
    if (!subject) return;
    const { model, revision } = subject;
    const key = `${model.id} ${revision}`;
    if (average.key === key) return;
    average = { key };
    const { test } = await data.inputs();
    const means = await session.call('meanDivergences', model.id, test.id, DIGITS);
    if (average.key !== key) return;
    average.means = means;
    work(false);
  };
  roll.addEventListener('click', () => {
    seed++;
    work(true);
  });
  onEnd(() => picture.showCloud(undefined));
  return {
    root,
    async update(model, input, revision) {
      subject = { model, input, revision };
      work(false);
      await measure();
    },
  };
}
