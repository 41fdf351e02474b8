// The terms of a loss: their names, where in the picture they act, and what they weigh.
import { count } from '../../shared/format.js';
import { html, nothing } from '../../shared/template.js';

/** @typedef {import('../../engine/trainer.js').Trainer} Trainer */
/** @typedef {'output' | 'code' | 'encoder' | 'layers'} Place in the picture */
/** `weight` is the control whose value the term is multiplied by. @typedef {{ label: string, place: Place, weight?: string }} Term */

/** Those that are part of what is minimised. @type {Record<string, Term>} */
const TERMS = {
  squaredError: { label: 'squared error', place: 'output' },
  corruptedSquaredError: { label: 'squared error from damaged digits', place: 'output' },
  crossEntropy: { label: 'cross-entropy', place: 'output' },
  negativeLogLikelihood: { label: '−log p(x | z)', place: 'output' },
  offsetError: { label: 'error of the offsets', place: 'output' },
  penCrossEntropy: { label: 'cross-entropy of the pen', place: 'output' },
  klDivergence: { label: 'KL divergence', place: 'code', weight: 'beta' },
  codeEnergy: { label: 'energy of the code', place: 'code', weight: 'codePenalty' },
  sparsity: { label: 'sparsity', place: 'code', weight: 'sparsityWeight' },
  activity: { label: 'activity', place: 'code', weight: 'sparsity' },
  jacobianNorm: { label: 'norm of the Jacobian', place: 'encoder', weight: 'contraction' },
  weightEnergy: { label: 'energy of the weights', place: 'layers', weight: 'weightDecay' },
};
/** Colours of their lines, in their order. */
export const LINES = /** @type {const} */ (['digit-2', 'digit-8', 'digit-4']);

/** The terms of a loss that has several. @param {Record<string, unknown>} terms by name @param {Record<string, unknown>} config */
export function parts(terms, config) {
  // A cross-entropy takes the place of the squared error, which is told beside it.
  const instead = 'crossEntropy' in terms || 'negativeLogLikelihood' in terms;
  const names = Object.keys(terms).filter((name) => name in TERMS && !(instead && name === 'squaredError'));
  return names.length < 2
    ? []
    : names.map((name) => ({ name, ...termOf(name), factor: factorOf(name, config) }));
}

const termOf = (/** @type {string} */ name) => /** @type {Term} */ (TERMS[name]);

/** @param {string} name @param {Record<string, unknown>} config */
function factorOf(name, config) {
  const { weight } = termOf(name);
  return weight ? Number(config[weight] ?? 1) : 1;
}

/**
 * The key of the chart: pointing at a term lights where it acts.
 * @param {Trainer} trainer
 * @param {Record<string, unknown>} config
 * @param {(place: Place | undefined) => void} light
 */
export function termKey({ history, progress }, config, light) {
  const all = parts(history.terms, config);
  const value = (/** @type {string} */ name) => progress?.terms[name];
  return all.map(({ name, label, place, factor }, i) => {
    const now = value(name);
    const share =
      now !== undefined && progress ? `${count(Math.round((100 * factor * now) / progress.loss))} %` : '';
    return html`<button
      type="button"
      class="term ${LINES[i % LINES.length]}"
      title="Acts on the ${place === 'layers' ? 'weights of all layers' : place}"
      @pointerenter=${() => light(place)}
      @pointerleave=${() => light(undefined)}
      @focus=${() => light(place)}
      @blur=${() => light(undefined)}
    >
      ${label} ${now === undefined ? nothing : html`<strong>${now.toFixed(2)}</strong> ${share}`}
    </button>`;
  });
}
