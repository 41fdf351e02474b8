// Why a variational autoencoder samples: an expectation by numerical integration and by draws.
import { Sampling } from './sampling.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount(page, panel, below) {
  const shown = new Sampling(page);
  panel.append(shown.controls);
  below.append(shown.root);
  return { show: () => shown.show(), hide: () => shown.hide() };
}
