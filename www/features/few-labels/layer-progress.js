// The layers of the classifier, bottom first: which of them learns without labels, and what its loss came to.
import { element } from '../../shared/element.js';

/** @typedef {import('./experiment.js').Layers} Layers */

const CLASSES = 10;

export class LayerProgress {
  constructor() {
    this.list = element('ol', { className: 'parts' });
    this.root = element('section', { className: 'greedy', 'aria-label': 'Layers' }, this.list);
    this.widths = '';
    /** @type {{ item: HTMLLIElement, note: HTMLElement, bar: HTMLElement }[]} */
    this.parts = [];
  }

  /** @param {number[]} widths */
  build(widths) {
    const names = [...widths, CLASSES].slice(1).map((width, i) => `${widths[i]}–${width}`);
    this.parts = names.map((name) => {
      const [note, bar] = [element('span', {}, ' '), element('i', { 'aria-hidden': 'true' })];
      return { item: element('li', {}, element('strong', {}, name), note, bar), note, bar };
    });
    this.list.replaceChildren(...this.parts.map(({ item }) => item));
  }

  /** @param {Layers} layers @param {boolean} pretraining @param {boolean} racing */
  show({ widths, losses, stage, stack }, pretraining, racing) {
    if (widths.join() !== this.widths) this.build(widths);
    this.widths = widths.join();
    const learnt = stack !== undefined;
    const current = pretraining ? (stage?.index ?? 0) : racing ? widths.length - 1 : -1;
    this.parts.forEach(({ item, note, bar }, i) => {
      const top = i === widths.length - 1;
      const done = !top && (learnt || (pretraining && i < current));
      item.className = i === current ? 'now' : done ? 'done' : '';
      item.toggleAttribute('aria-current', i === current);
      if (i === current) item.setAttribute('aria-current', 'step');
      const loss = pretraining || learnt ? losses[i] : undefined;
      note.textContent = top ? 'learns labels' : loss === undefined ? 'not yet' : `loss ${loss.toFixed(1)}`;
      const share = pretraining && i === current && stage?.steps ? stage.step / stage.steps : 0;
      bar.style.setProperty('--share', String(share));
    });
  }
}
