// The drawing as a query: which digits are like it by their pixels, and which by their codes.
import { Search } from './search.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount(page, panel, below) {
  const searching = new Search(page);
  below.append(searching.root);
  return {
    show() {
      page.drawing.show(panel);
      searching.show();
    },
    hide() {
      page.drawing.hide();
      searching.hide();
    },
  };
}
