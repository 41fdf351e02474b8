// One drawing through all families at once: what each gives back, how far off, how large and how fast.
import { Comparison } from './comparison.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
export function mount({ session, drawing }, panel, below) {
  const comparison = new Comparison(session, drawing);
  below.append(comparison.root);
  return {
    show() {
      drawing.show(panel);
      comparison.show();
    },
    hide() {
      drawing.hide();
      comparison.hide();
    },
  };
}
