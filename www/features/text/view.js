// Texts found by words, by LSA and by the code of an autoencoder that learns them meanwhile.
import { signal } from '@preact/signals-core';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect } from '../../shared/scope.js';
import { learningForm, textsForm } from './corpus-form.js';
import { asking } from './query.js';
import { resultsColumn } from './results-column.js';
import { textMaps } from './text-maps.js';
import { Texts } from './texts.js';
import { CODE } from './worker.js';

// Files of texts may come before anyone has looked at them.
export { Texts };

const EXPLANATION =
  'TF-IDF finds texts that share words with the query; LSA and the autoencoder compare ten numbers that each has made of every text. They also find texts without a word of the query.';
/** @type {[import('./results-column.js').Id, string, (texts: Texts) => string][]} */
const METHODS = [
  ['words', 'TF-IDF', () => 'words in common, rare ones count for more'],
  ['semantic', 'LSA', byLines],
  ['network', 'Autoencoder', byLearning],
];

export const sheet = new URL('./style.css', import.meta.url);

/** @param {import('../../picture/page.js').Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount(page, panel, below) {
  const texts = page.keep(Texts);
  texts.attend();
  const pointed = signal(/** @type {number | undefined} */ (undefined));
  const columns = METHODS.map(([id, name, note]) =>
    resultsColumn(id, name, () => note(texts), texts, pointed),
  );
  const lessons = learningForm([
    [texts.searcher, 'code of 10 numbers, searched'],
    [texts.drawer, 'code of 2 numbers, drawn'],
  ]);
  panel.append(textsForm(texts), lessons);
  below.append(
    element(
      'section',
      { className: 'texts', 'aria-label': 'Text' },
      element('p', { className: 'explanation' }, EXPLANATION),
      asking(texts),
      ...inTabs(texts, columns),
      textMaps(texts, pointed),
    ),
  );
}

/** Few texts span fewer directions. @param {Texts} texts */
function byLines({ corpus }) {
  const size = corpus.held?.size ?? CODE;
  const numbers = size === CODE ? 'ten numbers' : size === 1 ? 'one number' : `${size} numbers`;
  return `${numbers} a text, by straight lines`;
}

/** @param {Texts} texts */
function byLearning({ searcher: { task, run, step, steps, finished } }) {
  if (!task.value) return 'ten numbers a text, as it learns';
  const share = `${Math.round((100 * step.value) / steps.value)} %`;
  const learning = run.value ? `learning: ${share}` : `paused at ${share}`;
  return `ten numbers a text, ${finished ? `learnt in ${count(step.value)} steps` : learning}`;
}

/** Where there is room for one column only, one chooses which. @param {Texts} texts @param {HTMLElement[]} sections */
function inTabs({ method }, sections) {
  const columns = element('div', { className: 'columns' }, ...sections);
  const choices = METHODS.map(([id, name]) => {
    const input = element('input', { type: 'radio', name: 'text-method', value: id });
    input.checked = id === method.peek();
    input.addEventListener('change', () => (method.value = id));
    return element('label', {}, input, name);
  });
  effect(() => void (columns.dataset.method = method.value));
  const group = { className: 'methods', role: 'radiogroup', 'aria-label': 'Method' };
  return [element('div', group, ...choices), columns];
}
