// Digits placed by their codes, what lies between them, and the way from one to another.
import { signal } from '@preact/signals-core';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, live, nothing, show } from '../../shared/template.js';
import { legend } from '../../widgets/legend.js';
import { pointOf } from '../../widgets/scatter/frame.js';
import { Scatter } from '../../widgets/scatter/scatter.js';
import { penaltySection } from './code-penalty.js';
import { walkSection } from './code-walk.js';
import { gridSection } from './decoded-grid.js';
import { hint, sentenceOn } from './explanation.js';
import { inspection } from './inspector.js';
import { Maps } from './maps.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('./maps.js').Point} Point */
/** @typedef {import('./maps.js').Which} Which */
/** @typedef {Record<Which, Scatter>} Pair */

export const sheet = new URL('./style.css', import.meta.url);

const COUNTS = [500, 2000, 10000];
const SHIPPED = 'shipped';
/** What is shown of it. */
const [MAP, PENALTY] = ['the map', 'L2 on the code'];
/** The deep autoencoder whose code is the plane (Hinton & Salakhutdinov 2006, figure 3). */
const LECTURED = 'dense-2';

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount(page, panel, below) {
  const { session, drawing, picture } = page;
  const maps = page.keep(Maps);
  const pair = pairOf(page, maps);
  const part = signal(MAP);
  const dim = (/** @type {number | undefined} */ only) => (maps.only.value = only);
  const figure = (/** @type {HTMLElement} */ title, /** @type {Scatter} */ scatter) =>
    element('figure', {}, element('div', { className: 'head' }, title, scatter.tools), scatter.root);
  const title = show(element('h2'), () => {
    const { codeSize } = session.model ?? {};
    return codeSize ? `by the code of ${codeSize} ${codeSize === 1 ? 'unit' : 'units'}` : 'by the code';
  });
  below.append(
    element(
      'section',
      { className: 'atlas', 'aria-label': 'Map' },
      element('div', { className: 'head' }, note(session, maps), tabs(maps, part)),
      element(
        'div',
        { className: 'instruments' },
        legend(dim, { only: maps.only.value }),
        pointChoice(session, maps),
        inspection(maps.inspector),
      ),
      element(
        'div',
        { className: 'columns' },
        element(
          'div',
          { className: 'pair-of-maps' },
          figure(title, pair.codes),
          figure(element('h2', {}, 'by PCA of the pixels'), pair.pixels),
          hint(),
        ),
        gridSection(maps),
        walkSection(maps.walk, () => picture.look?.layers[picture.middle]),
      ),
    ),
    penaltySection(maps.penalty),
  );
  effect(() => {
    below.dataset.part = maps.penalty.suits ? part.value : MAP;
  });
  follow(
    () => {
      const { model, revision } = session;
      const [digits, atHand, most] = [maps.digits.value, maps.atHand.value, maps.most.value];
      return model && { model, revision, digits, atHand, most };
    },
    (wanted, isNewest) => maps.draw(wanted, isNewest),
  );
  onEnd(() => {
    maps.walk.pause();
    maps.penalty.stop();
  });
}

/** The map, or two small autoencoders without and with L2 on their codes, where the model is of their kind. @param {Maps} maps @param {import('@preact/signals-core').Signal<string>} part */
const tabs = (maps, part) =>
  show(element('div', { className: 'presets', role: 'tablist', 'aria-label': 'Parts of the map' }), () =>
    maps.penalty.suits
      ? [MAP, PENALTY].map(
          (name) =>
            html`<button
              type="button"
              role="tab"
              aria-selected=${name === part.value}
              @click=${() => (part.value = name)}
            >
              ${name}
            </button>`,
        )
      : nothing,
  );

/** @param {Page} page @param {Maps} maps @returns {Pair} */
function pairOf(page, maps) {
  const { session } = page;
  const inspect = (/** @type {Which} */ which) => (/** @type {Point | undefined} */ point) => {
    const index = point && maps[which].value ? pair[which].nearest(point) : undefined;
    for (const [each, scatter] of /** @type {[Which, Scatter][]} */ (Object.entries(pair))) {
      // The same digit stands out on both maps, where both show the same.
      const same = maps[each].value?.digits.key === maps[which].value?.digits.key;
      scatter.index = same ? index : undefined;
      scatter.refresh();
    }
    if (point && index !== undefined) maps.inspect(which, point, index);
  };
  /** @type {Pair} */
  const pair = {
    codes: new Scatter(
      'Map of the codes',
      {
        inspect: inspect('codes'),
        pick: (point) => maps.pick(point),
        select: (box) => (maps.chosen.value = box),
      },
      maps.frames.codes,
    ),
    pixels: new Scatter('Map by PCA of the pixels', { inspect: inspect('pixels') }, maps.frames.pixels),
  };
  const { codes, pixels } = pair;
  effect(() => {
    for (const scatter of [codes, pixels]) {
      scatter.only = maps.only.value;
      scatter.refresh(true);
    }
  });
  effect(() => {
    const drawn = maps.codes.value;
    // What stands there stays until there is something else.
    if (!drawn && session.model?.codeSize !== 1) return;
    codes.show(drawn);
    if (!drawn) return codes.mark(undefined);
    codes.frame.include(drawn.region);
    codes.moved();
  });
  effect(() => {
    const drawn = maps.pixels.value;
    if (drawn) pixels.show(drawn);
  });
  effect(() => {
    codes.box = maps.box.value;
    codes.refresh();
  });
  effect(() => {
    codes.way = maps.walk.way.value;
    codes.step = maps.walk.step.value;
    codes.refresh();
  });
  markDrawing(page, maps, pair);
  return pair;
}

/** Where one's own drawing is, on both maps. @param {Page} page @param {Maps} maps @param {Pair} pair */
function markDrawing({ session, picture, drawing }, maps, pair) {
  const shown = () => {
    const { look, steered } = picture;
    return look && { look, steered, codes: maps.codes.value, pixels: maps.pixels.value };
  };
  follow(shown, async ({ look, steered, codes, pixels }) => {
    const code = look.layers[picture.middle];
    if (!steered && codes && code?.length === codes.plane.mean.length)
      pair.codes.mark(pointOf(await session.call('project', code, codes.plane), 0));
    if (!pixels) return;
    const image = await session.call('drawing', ...drawing.shot());
    pair.pixels.mark(pointOf(await session.call('project', image, pixels.plane), 0));
  });
}

/** What the maps say of themselves. @param {Page['session']} session @param {Maps} maps */
const note = (session, maps) =>
  show(element('p', { className: 'note' }), () => {
    const { model } = session;
    const lectured = model && session.shipped.find(LECTURED);
    if (!model) return nothing;
    const said = sentenceOn(model.codeSize, maps.codes.value?.agreeing, maps.pixels.value?.agreeing);
    if (model.codeSize === 2 || !lectured) return said;
    const { family, name } = lectured;
    const open = (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      // All that is set beside the model stays.
      event.preventDefault();
      void session.choose(family, name);
    };
    return html`${said} In the lectures:
      <a href="#view=map&weights=${name}" @click=${open}>${name}</a>.`;
  });

/** Which digits the maps show: those whose places came with the weights, or so many of those at hand. @param {Page['session']} session @param {Maps} maps */
const pointChoice = (session, maps) =>
  show(element('div', { className: 'points' }), () => {
    const came = session.revision >= 0 && session.entry?.map !== undefined;
    const chosen = came && !maps.atHand.value ? SHIPPED : String(maps.most.value);
    const option = (/** @type {string} */ value, /** @type {string} */ label) =>
      html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`;
    const choose = (/** @type {any} */ { target: { value } }) =>
      maps.choosePoints(value === SHIPPED ? undefined : Number(value));
    return html`<label for="map-points">Points</label>
      <select id="map-points" @change=${choose}>
        ${came ? option(SHIPPED, '2,000 test digits') : nothing}
        ${COUNTS.map((each) => option(String(each), `${count(each)} at hand`))}
      </select>`;
  });
