// Few labels: what layers that were learnt without labels are worth to a classifier.
import { element } from '../../shared/element.js';
import { onEnd } from '../../shared/scope.js';
import { settingsForm } from '../../widgets/form.js';
import { Experiment } from './experiment.js';
import { fewLabels } from './few-labels.js';
import { pretraining } from './settings.js';

export const sheet = new URL('./style.css', import.meta.url);

/** @param {import('../../picture/page.js').Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount(page, panel, below) {
  const experiment = page.keep(Experiment);
  onEnd(() => experiment.stop());
  const form = settingsForm(pretraining);
  panel.append(element('section', { 'aria-label': 'Pretraining' }, element('h2', {}, 'Pretraining'), form));
  below.append(fewLabels(page, experiment));
}
