// Digits placed by their codes, what lies between them, and the way from one to another.
import { Maps } from './maps.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount(page, panel, below) {
  const maps = new Maps(page);
  below.append(maps.root);
  return {
    show() {
      page.drawing.show(panel);
      maps.show();
    },
    hide() {
      page.drawing.hide();
      maps.hide();
    },
  };
}
