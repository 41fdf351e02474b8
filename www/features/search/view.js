// The drawing as a query: which digits are like it by their pixels, and which by their codes.
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, live, show } from '../../shared/template.js';
import { onScheme } from '../../widgets/colours.js';
import { paintInk } from '../../widgets/pixels.js';
import { measurementTable } from './measurement.js';
import { nearestRow } from './nearest-row.js';
import { Search } from './search.js';
import { NEAREST } from './settings.js';

/** @typedef {import('../../picture/page.js').Page} Page */

export const sheet = new URL('./style.css', import.meta.url);

const EXPLANATION =
  'Pixels compare ink with ink; codes compare what the model reads in it. Slant or turn the drawing and watch which row holds on; then measure it over a hundred: the two are closer than one picture suggests.';

/** What each press does to the drawing: a share of its height, and an angle in radians. */
const SLANT = 0.2;
const TURN = Math.PI / 18;
const [sine, cosine] = [Math.sin(TURN), Math.cos(TURN)];

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount(page, panel, below) {
  const { session, drawing, trainer } = page;
  const search = page.keep(Search);
  const rows = /** @type {const} */ ([
    ['pixels', search.pixels],
    ['code', search.codes],
  ]).map(([kind, found]) =>
    nearestRow(
      kind,
      () => found.value,
      () => options().k,
      (hit) => search.choose(hit),
    ),
  );
  below.append(
    element(
      'section',
      { className: 'searching', 'aria-label': 'Search' },
      element('p', { className: 'explanation' }, EXPLANATION),
      element('div', { className: 'head' }, query(search, drawing.pad), controls()),
      ...rows,
      measurementTable(search.measurement),
    ),
  );
  const wanted = () => {
    const [row, digits, drawn] = [search.row.value, search.digits.value, drawing.revision];
    const { model } = session;
    return model && { model, row, digits, drawn, options: options(), learning: trainer.running };
  };
  follow(wanted, (value, isNewest) => search.searchPixels(value, isNewest));
  follow(wanted, (value, isNewest) => search.searchCodes(value, isNewest));
  onEnd(() => search.index.pause());
}

const options = () => ({ k: Number(NEAREST.nearest.value), metric: NEAREST.metric.value });

/** What is searched for, and ways to change it a little. @param {Search} search @param {import('../../picture/pad.js').Pad} pad */
function query(search, pad) {
  const canvas = element('canvas', { width: 28, height: 28 });
  const paint = () => void (search.image.value && paintInk(canvas, search.image.value));
  effect(paint);
  onScheme(paint);
  const slant = () => bend(pad, (x, y) => [x - SLANT * y, y]);
  const turn = () => bend(pad, (x, y) => [cosine * x - sine * y, sine * x + cosine * y]);
  const root = element('div', { className: 'query' });
  const back = () => {
    search.row.value = undefined;
    // The button goes: the focus stays in its place.
    root.querySelector('button')?.focus();
  };
  return show(root, () => {
    const row = search.row.value;
    const name = row === undefined ? 'the drawing' : `digit ${count(row + 1)}`;
    return html`${canvas}<span><small>query</small><strong>${name}</strong></span>
      <div class="means">
        <div class="bends ${row === undefined ? '' : 'waiting'}">
          <button type="button" @click=${slant}>Slant</button>
          <button type="button" @click=${turn}>Turn</button>
        </div>
        <button type="button" class=${row === undefined ? 'waiting' : ''} @click=${back}>
          Back to the drawing
        </button>
      </div>`;
  });
}

const controls = () =>
  show(element('div', { className: 'options' }), () =>
    Object.values(NEAREST).map((setting) => {
      const { name, label, help, choices } = setting.entry;
      const choose = (/** @type {any} */ { target }) => (setting.value = target.value);
      return html`<div>
        <label for="search-${name}">${label}</label>
        <select id="search-${name}" title=${help} @change=${choose}>
          ${choices?.map(
            (choice) =>
              html`<option value=${choice.value} .selected=${live(choice.value === setting.value)}>
                ${choice.label}
              </option>`,
          )}
        </select>
      </div>`;
    }),
  );

/** Moves the points of the drawing around its middle. @param {import('../../picture/pad.js').Pad} pad @param {(x: number, y: number) => [number, number]} move */
function bend(pad, move) {
  const middle = pad.canvas.width / 2;
  pad.touched = true;
  const moved = pad.strokes.map((stroke) =>
    stroke.map((point) => {
      const [x, y] = move(point.x - middle, point.y - middle);
      return { x: x + middle, y: y + middle };
    }),
  );
  pad.replace(moved);
}
