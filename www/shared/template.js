// Forms, tables, lists and text as templates: what a part of the page shows of the signals that it reads.
import { render } from 'lit-html';
import { effect } from './scope.js';

export { html, nothing } from 'lit-html';
export { live } from 'lit-html/directives/live.js';

/**
 * Keeps what `root` shows as `template` has it, for as long as the part of the page lasts that sets it up.
 * @template {HTMLElement} T
 * @param {T} root
 * @param {() => unknown} template reads signals
 */
export function show(root, template) {
  // What stands there until it is known.
  root.replaceChildren();
  effect(() => {
    render(template(), root);
  });
  return root;
}
