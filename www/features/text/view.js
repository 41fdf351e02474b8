// Texts found by words, by LSA and by the code of an autoencoder that learns them meanwhile.
import { takeDrops } from '../../widgets/files.js';
import { Texts } from './texts.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

const TEXT = /\.(jsonl|ndjson|csv|txt)$/i;
const MODEL = /\.safetensors$/;

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount(page, panel, below) {
  const texts = new Texts(page);
  panel.append(...texts.panel);
  below.append(texts.root);
  const isText = (/** @type {File} */ { name }) => (texts.shown ? !MODEL.test(name) : TEXT.test(name));
  takeDrops(
    (files) => files.every(isText),
    (files) => texts.open(files),
  );
  return { show: () => texts.show(), hide: () => texts.hide() };
}
