// The way from one code to another, frame by frame and in motion.
import { computed, signal } from '@preact/signals-core';
import { figuresOf } from '../../engine/figures.js';
import { together } from '../../engine/setting.js';
import { element } from '../../shared/element.js';
import { effect, follow } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { colour, motionAllowed, onScheme } from '../../widgets/colours.js';
import { digitButton, emptyDigits } from '../../widgets/digit-row.js';
import { LARGE, paintFigure } from '../../widgets/figure.js';
import { saveFile } from '../../widgets/files.js';

/** @typedef {import('../../widgets/figure.js').Figure} Figure */
/** @typedef {import('./maps.js').Codes} Codes */
/** @typedef {import('../../../pkg/autoencoder_lab.js').WalkOptions} WalkOptions */
/** @typedef {{ from?: Float32Array | undefined, to?: Float32Array | undefined }} Ends */

const FRAMES = { least: 2, most: 36, first: 12 };
const WAYS = /** @type {const} */ (['straight', 'spherical']);
/** Milliseconds that a frame is shown. */
const PACE = 130;
/** Pixels of the saved file along a frame's side. */
const SAVED = 112;

export class CodeWalk {
  /** @param {import('../../engine/session.js').Session} session @param {import('@preact/signals-core').ReadonlySignal<Codes | undefined>} codes */
  constructor(session, codes) {
    this.session = session;
    this.ends = signal(/** @type {Ends} */ ({}));
    /** @type {keyof Ends} */
    this.next = 'from';
    this.options = signal(/** @type {WalkOptions} */ ({ steps: FRAMES.first, way: WAYS[0] }));
    /** Where the steps are on the map, how they look, and which is shown. @type {import('@preact/signals-core').Signal<Float32Array>} */
    this.way = signal(new Float32Array());
    this.figures = signal(/** @type {Figure[]} */ ([]));
    this.step = signal(0);
    this.timer = signal(/** @type {ReturnType<typeof setInterval> | undefined} */ (undefined));
    follow(
      () => {
        const [placed, { from, to }, options] = [codes.value, this.ends.value, this.options.value];
        return placed && (from ?? to) ? { placed, from, to, options } : undefined;
      },
      ({ placed, from, to, options }, isNewest) => this.run(placed, { from, to }, options, isNewest),
    );
  }

  /** Another model: what was chosen in the codes of the last is nowhere in its own. */
  clear() {
    this.pause();
    this.next = 'from';
    together(() => {
      this.ends.value = {};
      this.figures.value = [];
      this.way.value = new Float32Array();
    });
  }

  /** @param {keyof Ends} end @param {Float32Array} code @param {Ends} [others] */
  set(end, code, others = this.ends.value) {
    this.next = end === 'from' ? 'to' : 'from';
    this.ends.value = { ...others, [end]: code };
  }

  /** The next end, wherever someone pointed at. @param {Float32Array} code */
  add(code) {
    // A third point begins another walk.
    this.set(this.next, code, this.next === 'from' ? {} : this.ends.value);
  }

  /** @param {Codes} codes @param {Ends} ends @param {WalkOptions} options @param {() => boolean} isNewest */
  async run({ model, plane }, { from, to }, options, isNewest) {
    const { session } = this;
    if (!from || !to) {
      const way = await session.call('project', /** @type {Float32Array} */ (from ?? to), plane);
      if (isNewest()) this.way.value = way;
      return;
    }
    const { points, values } = await session.call('decodeWalk', model.id, plane, [from, to], options);
    const figures = await figuresOf(session, model, values);
    if (!isNewest()) return;
    const first = this.figures.value.length === 0;
    together(() => {
      this.way.value = points;
      this.figures.value = figures;
      this.step.value = Math.min(this.step.value, figures.length - 1);
    });
    if (first && motionAllowed()) this.play();
  }

  /** There and back again. */
  play() {
    let tick = this.step.value;
    this.timer.value = setInterval(() => {
      const last = this.figures.value.length - 1;
      const turn = ++tick % (2 * last);
      this.step.value = turn <= last ? turn : 2 * last - turn;
    }, PACE);
  }

  pause() {
    clearInterval(this.timer.peek());
    this.timer.value = undefined;
  }

  /** All steps beside each other, on the page's own ground. */
  async save() {
    const figures = this.figures.value;
    const canvas = new OffscreenCanvas(SAVED * figures.length, SAVED);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.fillStyle = `rgb(${colour('surface')})`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = false;
    const tile = new OffscreenCanvas(28, 28);
    figures.forEach((figure, i) => {
      paintFigure(tile, figure);
      context.drawImage(tile, i * SAVED, 0, SAVED, SAVED);
    });
    const blob = await canvas.convertToBlob();
    saveFile(`walk-${this.session.model?.family}.png`, new Uint8Array(await blob.arrayBuffer()));
  }
}

/** @param {CodeWalk} walk @param {() => Float32Array | undefined} drawn the code of one's own drawing */
export function walkSection(walk, drawn) {
  const { figures, step, timer, options } = walk;
  const large = element('canvas', {
    width: 28,
    height: 28,
    role: 'img',
    'aria-label': 'A step of the walk',
  });
  const paint = () => {
    const figure = figures.value[step.value];
    if (figure) paintFigure(large, figure, LARGE);
    else large.width = 28;
  };
  effect(paint);
  onScheme(paint);
  const row = computed(() => (figures.value.length > 0 ? buttons(walk) : emptyDigits(FRAMES.first)));
  effect(() => row.value.forEach((button, i) => button.classList.toggle('now', i === step.value)));
  const set = (/** @type {WalkOptions} */ changes) => (options.value = { ...options.value, ...changes });
  const ends = /** @type {const} */ (['from', 'to']).map((end) => {
    const choose = () => {
      const code = drawn();
      if (code) walk.set(end, code);
    };
    return html`<button type="button" @click=${choose}>${end} my drawing</button>`;
  });
  const ways = html`<select
    aria-label="Way"
    @change=${(/** @type {any} */ { target }) => set({ way: target.value })}
  >
    ${WAYS.map((way) => html`<option value=${way} ?selected=${way === options.value.way}>${way}</option>`)}
  </select>`;
  const frames = (/** @type {any} */ { target }) =>
    target.validity.valid && set({ steps: target.valueAsNumber });
  const count = html`<label
    ><input
      type="number"
      min=${FRAMES.least}
      max=${FRAMES.most}
      value=${options.value.steps}
      @change=${frames}
    />
    frames</label
  >`;
  return show(element('section', { className: 'walk', 'aria-label': 'Walk' }), () => {
    const still = figures.value.length === 0;
    const playing = timer.value !== undefined;
    return html`<div class="head"><h2>a walk between two digits</h2></div>
      <div class="fields">${ends}${ways}${count}</div>
      <div class="stage">
        ${large}
        <div>
          <p class="caption" role="status">${captionOf(walk)}</p>
          <div class="buttons">
            <button
              type="button"
              class="play ${playing ? 'playing' : ''}"
              ?disabled=${still}
              @click=${() => (playing ? walk.pause() : walk.play())}
            >
              ${playing ? 'Pause' : 'Play'}
            </button>
            <button type="button" ?disabled=${still} @click=${() => walk.save()}>Save as PNG</button>
          </div>
        </div>
      </div>
      <div class="digits" role="group" aria-label="Steps of the walk">${row.value}</div>`;
  });
}

/** @param {CodeWalk} walk */
function captionOf({ ends, figures, step, options }) {
  const { from, to } = ends.value;
  if (from && to) return `step ${step.value + 1} of ${figures.value.length || options.value.steps}`;
  if (from || to) return `${from ? 'To' : 'From'} where? Click a point of the map.`;
  return 'Click two points of the map, or begin at your drawing.';
}

/** @param {CodeWalk} walk */
const buttons = (walk) =>
  walk.figures.value.map((figure, i, { length }) => {
    const button = digitButton(figure, `Step ${i + 1} of ${length}`);
    button.addEventListener('click', () => {
      walk.pause();
      walk.step.value = i;
    });
    return button;
  });
