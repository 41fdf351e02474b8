// Few labels: what layers that were learnt without labels are worth to a classifier.
import { FewLabels } from './few-labels.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount(page, panel, below) {
  const labels = new FewLabels(page);
  panel.append(labels.settings);
  below.append(labels.root);
  return { show: () => labels.show(), hide: () => labels.hide() };
}
