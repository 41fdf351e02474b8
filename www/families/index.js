// What is particular to a family, shown below the picture for as long as a model of it is in use.
import { computed, untracked } from '@preact/signals-core';
import { effect, follow } from '../shared/scope.js';
import { tell } from '../widgets/messages.js';
import { activity } from './activation-histogram.js';
import { chain } from './gibbs-chain.js';
import { switches } from './convolutional.js';
import { classes } from './cvae.js';
import { restore } from './denoising.js';
import { layers } from './layer-progress.js';
import { likelihood } from './likelihood.js';
import { subspace } from './pca.js';
import { race } from './pretraining-race.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {import('./section.js').Particular} Particular */

/** @type {Record<string, Particular[]>} */
const PARTICULARS = {
  pca: [subspace],
  stacked: [layers],
  sparse: [activity],
  denoising: [restore],
  contractive: [activity],
  convolutional: [switches],
  rbm: [chain, likelihood],
  dbn: [layers, chain, race],
  cvae: [classes],
};

/** @param {HTMLElement} root @param {Page} page */
export function mountParticulars(root, page) {
  const { session, picture, tool } = page;
  const family = computed(() => session.model?.family);
  effect(() => {
    const makers = PARTICULARS[family.value ?? ''] ?? [];
    const parts = untracked(() => makers.map((make) => make(page)));
    root.replaceChildren(...parts.map((part) => part.root));
    root.hidden = parts.length === 0;
    const subject = () => {
      const { model, revision } = session;
      const input = picture.look?.layers[0];
      // Beside some tools none of it is shown, nor computed.
      const shown = tool.value !== '' && root.checkVisibility();
      return shown && model && input?.length === model.inputSize ? { model, input, revision } : undefined;
    };
    follow(subject, async ({ model, input, revision }) => {
      for (const part of parts) await Promise.resolve(part.update(model, input, revision)).catch(tell);
    });
  });
}
