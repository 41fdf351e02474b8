// Denoising: the drawing clean, damaged and restored, with the damage of one's choice.
import { at } from '../shared/at.js';
import { element } from '../shared/element.js';
import { latest } from '../shared/latest.js';
import { onEnd, scope } from '../shared/scope.js';
import { onScheme } from '../widgets/colours.js';
import { createForm } from '../widgets/form.js';
import { paintInk } from '../widgets/pixels.js';
import { namedPicture, section } from './section.js';

/** @typedef {import('../picture/page.js').Page} Page */

/** @param {Page} page @returns {import('./section.js').Shown} */
export function restore({ session }) {
  const again = element('button', { type: 'button' }, 'Damage it again');
  const root = section('your digit, damaged and restored', [again]);
  const places = ['clean', 'damaged', 'restored'].map(namedPicture);
  const form = element('div');
  root.append(element('div', { className: 'restore' }, ...places.map(({ figure }) => figure), form));
  let seed = 1;
  /** @type {Record<string, any>} */
  let damage = {};
  let formOf = '';
  let endForm = () => {};
  onEnd(() => endForm());
  /** @type {[import('../engine/worker.js').ModelDescription, Float32Array] | undefined} */
  let subject;
  /** @type {Float32Array[]} */
  let images = [];
  const paint = () => images.forEach((image, i) => paintInk(at(places, i).canvas, image));
  const work = latest(async () => {
    if (!subject) return;
    const [model, input] = subject;
    const { corruption: kind, corruptionLevel: level } = damage;
    const answer = await session.call('restore', model.id, input.slice(), { kind, level, seed });
    images = [input, answer.corrupted, answer.restored];
    paint();
    answer.squaredErrors.forEach(
      (error, i) => (at(places, i + 1).said.textContent = `squared error ${error.toFixed(1)}`),
    );
  });
  again.addEventListener('click', () => {
    seed++;
    work(undefined);
  });
  onScheme(paint);

  /** The family's own controls of the damage, but here they only damage the drawing. @param {Record<string, any>} config */
  function build(config) {
    const family = session.families.find(({ id }) => id === 'denoising');
    const controls = family?.controls.filter(({ name }) => name.startsWith('corruption')) ?? [];
    damage = Object.fromEntries(controls.map(({ name }) => [name, config[name]]));
    const change = (/** @type {string} */ name, /** @type {unknown} */ value) => {
      damage[name] = value;
      work(undefined);
    };
    endForm();
    endForm = scope(() => form.replaceChildren(createForm(controls, (name) => damage[name], change)));
  }
  return {
    root,
    update(model, input) {
      const config = JSON.stringify(model.config);
      if (config !== formOf) build(/** @type {Record<string, any>} */ (model.config));
      formOf = config;
      subject = [model, input];
      work(undefined);
    },
  };
}
