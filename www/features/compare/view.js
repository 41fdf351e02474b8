// One drawing through all families at once: what each gives back, how far off, how large and how fast.
import { computed } from '@preact/signals-core';
import { NONE } from '../../engine/session.js';
import { element } from '../../shared/element.js';
import { fileSize } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { settingsForm } from '../../widgets/form.js';
import { Comparison } from './comparison.js';
import { inked, ranking } from './ranking.js';
import { damaging } from './settings.js';

export const sheet = new URL('./style.css', import.meta.url);

/** @param {import('../../picture/page.js').Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount({ session, drawing, keep }, panel, below) {
  const comparison = keep(Comparison);
  const table = ranking(session, comparison);
  const root = element('section', { className: 'comparison', 'aria-label': 'Comparison' });
  below.append(root);
  const damage = damageForm(comparison);
  show(root, () => {
    const { offered } = comparison;
    const bytes = offered.reduce((sum, { entry }) => sum + entry.bytes, 0);
    return html`<div class="head">
        ${damage}
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
  const wanted = () => {
    const [kind, level, seed] = [damaging.damage.value, damaging.damageLevel.value, comparison.seed.value];
    const harm = kind === 'none' ? undefined : { kind, level, seed };
    return begun.value ? { harm, drawn: drawing.revision } : undefined;
  };
  follow(wanted, async ({ harm }, isNewest) => {
    const clean = await session.call('drawing', ...drawing.shot());
    const damaged = await session.call('damage', clean.slice(), harm);
    comparison.subject.value = { clean, damaged };
    for (const contender of comparison.order.value) await contender.run(damaged, clean);
    // Rows stand still while the pen moves.
    if (isNewest()) comparison.arrange();
  });
  follow(
    () => (begun.value ? comparison.queue.value[0] : undefined),
    (next) => comparison.load(next),
  );
}

/** How the drawing is damaged, what that makes of it, and how far it is from the clean one. @param {Comparison} comparison */
function damageForm(comparison) {
  const image = inked(() => comparison.subject.value?.damaged);
  image.setAttribute('role', 'img');
  image.setAttribute('aria-label', 'What every family is given');
  const again = element('button', { type: 'button' }, 'Again');
  again.addEventListener('click', () => comparison.seed.value++);
  effect(() => void again.classList.toggle('waiting', damaging.damage.value === 'none'));
  const told = show(element('p', { className: 'explanation' }), () => {
    if (damaging.damage.value === 'none') return html`Every family on this drawing.`;
    return html`Scored against the clean drawing; the damage itself scores
      <strong>${comparison.damage?.toFixed(1)}</strong>.`;
  });
  return element('div', { className: 'damage' }, image, settingsForm(damaging), again, told);
}
