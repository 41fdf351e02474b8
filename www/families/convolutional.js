// Convolutional: where unpooling puts the values.
import { element } from '../shared/element.js';
import { section } from './section.js';

/** @returns {import('./section.js').Shown} */
export function switches() {
  const root = section('unpooling');
  const text = element('p', { className: 'note' });
  root.append(text);
  return {
    root,
    update(model) {
      const { unpooling } = /** @type {Record<string, unknown>} */ (model.config);
      text.textContent = TEXTS[String(unpooling)] ?? '';
    },
  };
}

/** @type {Record<string, string>} */
const TEXTS = {
  switches:
    'Max pooling remembers where each maximum stood, and unpooling puts the value back there, zeros around it. A code alone has no such places: each value of a moved slider’s code is shared by the four pixels of its window, and the picture is blurred where the places would have told.',
  copy: 'Unpooling copies each value to all four places that were pooled, as Keras does: the code alone says everything that the decoder knows.',
};
