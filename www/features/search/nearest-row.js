// A row of digits found: the nearest first, each with its rank and its class, and how many of them agree.
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { onScheme } from '../../widgets/colours.js';
import { paintInk } from '../../widgets/pixels.js';

/** @typedef {import('./search.js').Found} Found */
/** @typedef {import('./search.js').Hit} Hit */

/** Digits that the longest row has. */
const MOST = 20;

/**
 * @param {string} kind what is compared
 * @param {() => Found} found
 * @param {() => number} room for so many digits
 * @param {(hit: Hit) => void} onChoose
 */
export function nearestRow(kind, found, room, onChoose) {
  const canvases = Array.from({ length: MOST }, () => element('canvas'));
  const paint = () =>
    canvases.forEach((canvas, i) => {
      const hit = found().hits[i];
      if (hit) paintInk(canvas, hit.image);
      else canvas.width = canvas.height = 28;
    });
  effect(paint);
  onScheme(paint);
  const name = `Nearest by ${kind}`;
  const place = (/** @type {HTMLCanvasElement} */ canvas, /** @type {number} */ i) => {
    const { hits, wanted } = found();
    const hit = hits[i];
    const { label } = hit ?? {};
    const agreement = !hit ? '' : label !== wanted ? 'differs' : label === undefined ? '' : 'agrees';
    const words = hit ? nameOf(hit) : '';
    return html`<div
      class="hit ${agreement}"
      .style=${hit ? `--class: var(--${label === undefined ? 'line' : `digit-${label}`})` : ''}
    >
      <button
        type="button"
        class="digit"
        ?disabled=${!hit}
        aria-label=${hit ? `${i + 1} by ${kind}: ${words}` : 'not there yet'}
        title=${hit ? `${words}: search for it` : ''}
        @click=${() => hit && onChoose(hit)}
      >
        ${canvas}
      </button>
      <div class="words" aria-hidden="true">${i + 1}<strong>${label ?? ''}</strong></div>
    </div>`;
  };
  const root = element('section', { className: `neighbours by-${kind}`, 'aria-label': name });
  return show(root, () => {
    const { hits, wanted, note } = found();
    const agreeing = hits.filter(({ label }) => label === wanted).length;
    return html`<div class="found">
        <h2>${name}</h2>
        <strong
          class="tally"
          .textContent=${wanted === undefined ? '' : `${agreeing} of ${hits.length} are ${wanted}s`}
        ></strong>
        <span class="note">${note}</span>
      </div>
      <div class="digits">${canvases.slice(0, room()).map(place)}</div>`;
  });
}

/** @param {Hit} hit */
const nameOf = ({ label, row }) =>
  label === undefined ? `digit ${count(row + 1)}` : `a ${label}, digit ${count(row + 1)}`;
