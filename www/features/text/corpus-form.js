// Which texts there are, how many of their words count, and how far the autoencoders have learnt them.
import { element } from '../../shared/element.js';
import { count, plural } from '../../shared/format.js';
import { html, show } from '../../shared/template.js';
import { filePicker } from '../../widgets/files.js';
import { settingsForm } from '../../widgets/form.js';
import { KINDS, STANDARD } from './corpus.js';
import { chosen, words } from './settings.js';

/** @typedef {import('./texts.js').Texts} Texts */
/** @typedef {import('./text-autoencoder.js').TextAutoencoder} TextAutoencoder */

/** @param {Texts} texts */
export function textsForm(texts) {
  const { corpus } = texts;
  const own = filePicker('Open or drop your own texts', KINDS, false, (files) => texts.open(files));
  const form = element('div', {}, settingsForm({ words }));
  const goBack = async () => {
    await corpus.renew(STANDARD);
    chosen.value = 0;
  };
  const about = () => {
    const { held, recipe } = corpus;
    if (!held) return '';
    const topics = held.topics.length > 0 ? ` on ${plural(held.topics.length, 'topic')}` : '';
    const name = recipe.own ? `${recipe.name}: ` : '';
    return `${name}${plural(held.count, 'document')}${topics}, ${plural(held.words, 'word')} counted`;
  };
  return show(
    element('section', { 'aria-label': 'Texts' }),
    () =>
      html`<h2>Texts</h2>
        <p class="caption" role="status">${about()}</p>
        ${own}
        <div class="instead">
          <p class=${corpus.recipe.own ? 'caption waiting' : 'caption'}>
            .jsonl, .csv or .txt in UTF-8, a document a line, in any language.
          </p>
          <button type="button" class=${corpus.recipe.own ? '' : 'waiting'} @click=${goBack}>
            Back to the first texts
          </button>
        </div>
        ${form}`,
  );
}

/** @param {[TextAutoencoder, string][]} lessons and what each is for */
export function learningForm(lessons) {
  const coders = lessons.map(([coder]) => coder);
  const running = () => coders.some(({ run }) => run.value);
  const press = () => {
    const stop = running();
    for (const coder of coders) void (stop ? coder.stop() : coder.play());
  };
  const restart = () => coders.forEach((coder) => void coder.restart());
  const told = (/** @type {TextAutoencoder} */ { task, step, steps, loss }) => {
    if (!task.value) return '–';
    const lost = loss.value === undefined ? '' : `, loss ${loss.value.toFixed(3)}`;
    return `step ${count(step.value)} of ${count(steps.value)}${lost}`;
  };
  return show(element('section', { 'aria-label': 'Autoencoders' }), () => {
    const none = coders.some(({ task }) => !task.value);
    const verb = running() ? 'Pause' : coders.every(({ finished }) => finished) ? 'Learn on' : 'Learn';
    return html`<h2>Autoencoders</h2>
      ${lessons.map(
        ([coder, label]) =>
          html`<div class="lesson">
            <p>${label}</p>
            <progress aria-label=${label} .max=${coder.steps.value} .value=${coder.step.value}></progress
            ><span>${told(coder)}</span>
          </div>`,
      )}
      <div class="buttons">
        <button
          type="button"
          class=${running() ? 'primary play playing' : 'primary play'}
          ?disabled=${none}
          .textContent=${verb}
          @click=${press}
        ></button>
        <button type="button" ?disabled=${none} @click=${restart}>Start anew</button>
      </div>`;
  });
}
