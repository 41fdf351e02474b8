// What is particular to a family, in the dock for as long as a model of it is in use: one part at a time.
import { computed, signal, untracked } from '@preact/signals-core';
import { element } from '../shared/element.js';
import { effect, follow } from '../shared/scope.js';
import { tell } from '../widgets/messages.js';
import { activity } from './activation-histogram.js';
import { chain } from './gibbs-chain.js';
import { switches } from './convolutional.js';
import { classes } from './cvae.js';
import { contrast } from './contrastive-step.js';
import { restore } from './denoising.js';
import { layers } from './layer-progress.js';
import { likelihood } from './likelihood.js';
import { subspace } from './pca.js';
import { race } from './pretraining-race.js';
import { cloud } from './vae.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {import('./section.js').Particular} Particular */
/** @typedef {import('./section.js').Shown} Shown */

/** @type {Record<string, Particular[]>} */
const PARTICULARS = {
  pca: [subspace],
  stacked: [layers],
  sparse: [activity],
  denoising: [restore],
  contractive: [activity],
  convolutional: [switches],
  rbm: [chain, contrast, likelihood],
  dbn: [layers, chain, race],
  vae: [cloud],
  cvae: [classes],
};

/** Beside the tool that trains, its own instruments are one part more. */
const LOSSES = 'losses';

/** @param {HTMLElement} root @param {Page} page */
export function mountParticulars(root, page) {
  const { session, picture, tool } = page;
  const family = computed(() => session.model?.family);
  const training = computed(() => tool.value === 'train');
  /** The title of the part that is shown beside either tool. */
  const chosen = { draw: signal(''), train: signal('') };
  effect(() => {
    const makers = PARTICULARS[family.value ?? ''] ?? [];
    const parts = untracked(() => makers.map((make) => make(page)));
    const [tabs, body] = [element('div', { role: 'tablist', className: 'presets' }), element('div')];
    root.replaceChildren(tabs, body);
    root.hidden = parts.length === 0;
    const titles = parts.map(({ root: { ariaLabel } }) => ariaLabel ?? '');
    /** @returns {Shown | undefined} none where the training's own instruments are */
    const shown = () => {
      const title = (training.value ? chosen.train : chosen.draw).value;
      const index = titles.indexOf(title);
      return parts[index < 0 && !training.value ? 0 : index];
    };
    effect(() => {
      const part = shown();
      root.classList.toggle('aside', !part);
      body.replaceChildren(...(part ? [part.root] : []));
      const choices = training.value ? [LOSSES, ...titles] : titles;
      tabs.hidden = choices.length < 2;
      tabs.replaceChildren(
        ...choices.map((title) => {
          const selected = title === (part?.root.ariaLabel ?? LOSSES);
          const tab = element('button', { type: 'button', role: 'tab', 'aria-selected': selected }, title);
          tab.addEventListener('click', () => {
            (training.value ? chosen.train : chosen.draw).value = title;
            /** @type {HTMLElement | null} */ (tabs.querySelector('[aria-selected=true]'))?.focus();
          });
          return tab;
        }),
      );
    });
    const subject = () => {
      const { model, revision } = session;
      const input = picture.look?.layers[0];
      const part = shown();
      // Beside some tools none of it is shown, nor computed.
      const seen = part && tool.value !== '' && root.checkVisibility();
      return seen && model && input?.length === model.inputSize
        ? { part, model, input, revision }
        : undefined;
    };
    follow(subject, ({ part, model, input, revision }) =>
      Promise.resolve(part.update(model, input, revision)).catch(tell),
    );
  });
}
