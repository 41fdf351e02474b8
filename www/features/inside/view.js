// What the units of a model look for, how they answer, and what each layer knows of the digit.
import { Inside } from './inside.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount(page, panel, below) {
  const looking = new Inside(page);
  below.append(looking.root);
  return {
    show() {
      page.drawing.show(panel);
      looking.show();
    },
    hide() {
      page.drawing.hide();
      looking.hide();
    },
  };
}
