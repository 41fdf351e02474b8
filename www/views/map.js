// Digits placed by their codes, what lies between them, and the way from one to another.
import { Atlas } from '../atlas.js';

/** @typedef {import('../main.js').Page} Page */
/** @typedef {import('../main.js').Mounted} Mounted */

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
function mount(page, panel, below) {
  const atlas = new Atlas(page);
  below.append(atlas.root);
  return {
    show() {
      page.drawing.show(panel);
      atlas.show();
    },
    hide() {
      page.drawing.hide();
      atlas.hide();
    },
  };
}

/** @type {import('../main.js').View} */
export const map = { id: 'map', label: 'Map', mount };
