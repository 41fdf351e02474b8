// Every layer of the drawing, large enough to read: its activations, and how much of the digit a linear classifier finds in them.
import { untracked } from '@preact/signals-core';
import * as Comlink from 'comlink';
import { element } from '../../shared/element.js';
import { effect, onEnd } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { track } from '../../widgets/messages.js';
import { layerMap } from './layer-map.js';

/** @typedef {import('./inside.js').Page} Page */
/** @typedef {import('./inside.js').Inside} Inside */

/** @param {Page} page @param {Inside} inside */
export function layerMaps({ session, data, picture }, inside) {
  const { probing, probed } = inside;
  const row = element('div', { className: 'maps' });
  effect(() => {
    session.modelId.value;
    const model = untracked(() => session.model);
    if (!model) return;
    const maps = model.layers.map((_, layer) => layerMap(inside, model, layer));
    row.replaceChildren(...maps.map(({ root }) => root));
    row.style.setProperty('--layers', String(maps.length));
    effect(() => {
      const layers = (picture.steered ? picture.unfolding : picture.look)?.layers;
      if (!layers) return;
      const first = maps.length - layers.length;
      layers.forEach((values, i) => maps[first + i]?.show(values));
      // What lies before a code that was moved by hand says nothing of it.
      row.classList.toggle('steered', first > 0);
    });
    effect(() => {
      const { revision, accuracies } = probed.value;
      const known = revision === session.revision;
      maps.forEach(({ tell }, layer) => tell(known ? accuracies[layer] : undefined));
    });
  });

  const stop = () => {
    if (probing.peek()) void session.call('stop', ['probe']);
  };
  // Weights that changed know other things.
  effect(() => {
    session.revision;
    onEnd(stop);
  });
  async function probe() {
    const { model, revision } = session;
    if (!model) return;
    probing.value = true;
    try {
      const { train, test } = await data.inputs();
      const accuracies = await track('Probing the layers', (onShare) =>
        session.call('probe', model.id, train.id, test.id, Comlink.proxy(onShare)),
      );
      probed.value = { revision, accuracies };
    } finally {
      probing.value = false;
    }
  }
  return show(
    element('section', { className: 'layer-maps', 'aria-label': 'Layers' }),
    () =>
      html`<div class="head">
          <h2>every layer of your digit</h2>
          <button type="button" @click=${() => (probing.peek() ? stop() : probe())}>
            ${probing.value ? 'Stop probing' : 'Probe the layers'}
          </button>
        </div>
        ${row}
        <p class="caption" role="status">
          A linear classifier reads the digit off each layer in turn. The bar says how many test digits it
          reads right.
        </p>`,
  );
}
