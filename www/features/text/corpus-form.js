// Which texts there are, how many of their words count, and how far the autoencoders have learnt them.
import { count, plural } from '../../shared/format.js';
import { WORDS } from '../../engine/settings.js';
import { element } from '../../shared/element.js';
import { filePicker } from '../../widgets/files.js';
import { createForm } from '../../widgets/form.js';
import { tell } from '../../widgets/messages.js';
import { KINDS, STANDARD } from './corpus.js';

/** @typedef {import('./corpus.js').TextCorpus} TextCorpus */
/** @typedef {import('./text-autoencoder.js').TextAutoencoder} TextAutoencoder */
/** @typedef {import('../../engine/address.js').State} State */

const KINDS_SAID = '.jsonl, .csv or .txt in UTF-8, a document a line, in any language.';

/** @param {TextCorpus} library @param {State} state @param {(files: File[]) => Promise<void>} open */
export function textsForm(library, state, open) {
  const about = element('p', { className: 'caption', role: 'status' }, ' ');
  const own = filePicker('Open or drop your own texts', KINDS, false, open);
  const back = element('button', { type: 'button', className: 'waiting' }, 'Back to the first texts');
  back.addEventListener('click', async () => {
    try {
      await library.renew(STANDARD);
      state.set({ document: 0 });
    } catch (error) {
      tell(error);
    }
  });
  const kinds = element('p', { className: 'caption' }, KINDS_SAID);
  library.addEventListener('change', () => {
    const { held, recipe } = library;
    if (!held) return;
    const topics = held.topics.length > 0 ? ` on ${plural(held.topics.length, 'topic')}` : '';
    const name = recipe.own ? `${recipe.name}: ` : '';
    about.textContent = `${name}${plural(held.count, 'document')}${topics}, ${plural(held.words, 'word')} counted`;
    back.classList.toggle('waiting', !recipe.own);
    kinds.classList.toggle('waiting', recipe.own);
  });
  const box = element('div');
  box.append(
    createForm(
      [WORDS],
      () => state.value('words'),
      (_, words) => state.set({ words }),
    ),
  );
  return element(
    'section',
    { 'aria-label': 'Texts' },
    element('h2', {}, 'Texts'),
    about,
    own,
    element('div', { className: 'instead' }, kinds, back),
    box,
  );
}

/** @param {[TextAutoencoder, string][]} coders and what each is for */
export function learningForm(coders) {
  const play = element('button', { type: 'button', className: 'primary play', disabled: true }, 'Learn');
  const restart = element('button', { type: 'button', disabled: true }, 'Start anew');
  const running = () => coders.some(([coder]) => coder.run);
  play.addEventListener('click', () => {
    const stop = running();
    for (const [coder] of coders) stop ? coder.stop().catch(tell) : coder.play();
  });
  restart.addEventListener('click', () => coders.forEach(([coder]) => coder.restart().catch(tell)));
  const rows = coders.map(([coder, label]) => {
    const bar = element('progress', { 'aria-label': label, value: 0 });
    const words = element('span', {}, '–');
    coder.addEventListener('change', () => {
      bar.value = coder.step / coder.steps;
      const loss = coder.progress ? `, loss ${coder.progress.loss.toFixed(3)}` : '';
      words.textContent = `step ${count(coder.step)} of ${count(coder.steps)}${loss}`;
      play.disabled = restart.disabled = coder.texts === undefined;
      play.textContent = running() ? 'Pause' : coders.every(([each]) => each.finished) ? 'Learn on' : 'Learn';
      play.classList.toggle('playing', running());
    });
    return element('div', { className: 'lesson' }, element('p', {}, label), bar, words);
  });
  const buttons = element('div', { className: 'buttons' }, play, restart);
  return element(
    'section',
    { 'aria-label': 'Autoencoders' },
    element('h2', {}, 'Autoencoders'),
    ...rows,
    buttons,
  );
}
