// The layers of the classifier, bottom first: which of them learns without labels, and what its loss came to.
import { html, nothing } from '../../shared/template.js';

/** @typedef {import('./experiment.js').Layers} Layers */

const CLASSES = 10;

/** @param {Layers} layers @param {boolean} pretraining @param {boolean} racing */
export function layerProgress({ widths, losses, stage, stack }, pretraining, racing) {
  const learnt = stack !== undefined;
  const current = pretraining ? (stage?.index ?? 0) : racing ? widths.length - 1 : -1;
  const part = (/** @type {number} */ width, /** @type {number} */ i) => {
    const top = i === widths.length - 1;
    const done = !top && (learnt || (pretraining && i < current));
    const loss = pretraining || learnt ? losses[i] : undefined;
    const note = top ? 'learns labels' : loss === undefined ? 'not yet' : `loss ${loss.toFixed(1)}`;
    const share = pretraining && i === current && stage?.steps ? stage.step / stage.steps : 0;
    const state = i === current ? 'now' : done ? 'done' : '';
    const step = i === current ? 'step' : nothing;
    const bar = html`<i aria-hidden="true" .style=${`--share: ${share}`}></i>`;
    return html`<li class=${state} aria-current=${step}><strong>${widths[i]}–${width}</strong><span>${note}</span>${bar}</li>`;
  };
  return html`<section class="greedy" aria-label="Layers">
    <ol class="parts">
      ${[...widths, CLASSES].slice(1).map(part)}
    </ol>
  </section>`;
}
