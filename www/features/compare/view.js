// One drawing through all families at once: what each gives back, how far off, how large and how fast.
import { computed } from '@preact/signals-core';
import { NONE } from '../../engine/session.js';
import { element } from '../../shared/element.js';
import { fileSize } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { Comparison } from './comparison.js';
import { ranking } from './ranking.js';

export const sheet = new URL('./style.css', import.meta.url);

/** @param {import('../../picture/page.js').Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount({ session, drawing, keep }, panel, below) {
  const comparison = keep(Comparison);
  drawing.show(panel);
  const table = ranking(session, comparison);
  const root = element('section', { className: 'comparison', 'aria-label': 'Comparison' });
  below.append(root);
  show(root, () => {
    const { offered } = comparison;
    const bytes = offered.reduce((sum, { entry }) => sum + entry.bytes, 0);
    return html`<div class="head">
        <h2>every family on this drawing</h2>
        <button
          type="button"
          class=${offered.length === 0 ? 'waiting' : ''}
          @click=${() => comparison.enqueue(offered)}
        >
          Fetch all ${fileSize(bytes)}
        </button>
      </div>
      ${table}`;
  });
  // What was loaded takes memory while nobody looks, and is of no use on another device.
  effect(() => {
    session.device;
    onEnd(() => comparison.unload());
  });
  const begun = computed(() => session.modelId.value !== NONE);
  follow(
    () => (begun.value ? drawing.revision : undefined),
    async (_, isNewest) => {
      const input = await session.call('drawing', ...drawing.shot());
      comparison.input.value = input;
      for (const contender of comparison.order.value) await contender.run(input);
      // Rows stand still while the pen moves.
      if (isNewest()) comparison.arrange();
    },
  );
  follow(
    () => (begun.value ? comparison.queue.value[0] : undefined),
    (next) => comparison.load(next),
  );
}
