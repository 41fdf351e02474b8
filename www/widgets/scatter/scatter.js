// Digits, or documents, as points in a plane: painted once, with what moves painted on a second canvas above.
import { element } from '../../shared/element.js';
import { resized } from '../../shared/scope.js';
import { onScheme, rgb } from '../colours.js';
import { both, Frame, pointOf } from './frame.js';
import { listenToHands, ZOOM } from './pointing.js';

/** @typedef {import('./frame.js').Point} Point */
/** @typedef {import('./frame.js').Box} Box */
/** @typedef {import('./pointing.js').Handlers} Handlers */
/** @typedef {import('../../../pkg/autoencoder_lab.js').ClassMedians} ClassMedians */
/** @typedef {Uint8Array | Uint32Array} Labels */
/** @typedef {{ points: Float32Array, labels: Labels | undefined, edges: Float32Array, middles: ClassMedians | undefined, agreeing?: number | undefined }} Cloud points, the edges of what holds nearly all of them, the middle of each label's, and how often a neighbour has the same label */

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const DIMMED = 0.08;
const NOTHING = { points: new Float32Array() };

export class Scatter {
  /** @param {string} label @param {Handlers} handlers what pointer and keyboard do here @param {Frame} [frame] what is in sight */
  constructor(label, handlers, frame = new Frame()) {
    this.frame = frame;
    /** @type {Partial<Cloud> & { points: Float32Array }} */
    this.cloud = NOTHING;
    /** What the labels are called; a label beyond them has neither name nor colour. */
    this.names = DIGITS;
    /** The radius of a point where few are shown. */
    this.radius = 3;
    /** The one digit that is not dimmed. @type {number | undefined} */
    this.only = undefined;
    /** The point that is looked at. @type {number | undefined} */
    this.index = undefined;
    /** Where the keyboard is. @type {Point | undefined} */
    this.cursor = undefined;
    /** @type {Box | undefined} */
    this.box = undefined;
    /** Ends of a walk, or all of it. @type {Float32Array} */
    this.way = new Float32Array();
    /** The step of the way that is shown. */
    this.step = 0;
    /** @type {Point | undefined} */
    this.place = undefined;
    this.canvas = element('canvas', { 'aria-hidden': 'true' });
    this.overlay = element('canvas', { 'aria-hidden': 'true' });
    this.marker = element('span', { className: 'marker', hidden: true });
    this.root = element(
      'div',
      {
        className: 'scatter',
        tabIndex: 0,
        role: 'application',
        'aria-roledescription': 'map',
        'aria-label': label,
      },
      this.canvas,
      this.overlay,
      this.marker,
    );
    this.whole = this.tool('Whole map', 'Whole map', 0);
    this.whole.disabled = true;
    this.tools = element(
      'div',
      { className: 'scatter-tools', role: 'group', 'aria-label': `Zoom: ${label}` },
      this.tool('−', 'Zoom out', 1 / ZOOM),
      this.tool('+', 'Zoom in', ZOOM),
      this.whole,
    );
    this.pending = { points: false, frame: 0 };
    listenToHands(this, handlers);
    onScheme(() => this.refresh(true));
    resized(this.root, () => this.resize());
  }

  /** @param {Cloud | undefined} cloud */
  show(cloud) {
    this.cloud = cloud ?? NOTHING;
    this.index = undefined;
    if (cloud) this.frame.fit(cloud.edges);
    this.moved();
  }

  /** @param {string} text @param {string} label @param {number} factor */
  tool(text, label, factor) {
    const button = element('button', { type: 'button', className: 'quiet', 'aria-label': label }, text);
    button.addEventListener('click', () => this.zoom(factor));
    return button;
  }

  /** Around what is looked at. @param {number} factor none for the whole */
  zoom(factor) {
    const { frame, index, cloud } = this;
    const looked = index === undefined ? frame.point([0.5, 0.5]) : pointOf(cloud.points, index);
    if (factor) frame.zoom(factor, frame.share(this.cursor ?? looked));
    else frame.reset();
    this.moved();
  }

  /** What is in sight has changed. */
  moved() {
    this.whole.disabled = this.frame.isWhole;
    this.mark(this.place);
    this.refresh(true);
  }

  /** One's own drawing, at the edge if it is out of sight. @param {Point | undefined} place */
  mark(place) {
    this.place = place;
    this.marker.hidden = !place;
    if (!place) return;
    const [x, y] = this.frame.share(place);
    this.marker.style.left = within(x);
    this.marker.style.top = within(1 - y);
  }

  /** The digit that stands nearest on the screen. @param {Point} point @returns {number | undefined} */
  nearest(point) {
    const { only, frame } = this;
    const { points, labels } = this.cloud;
    const [width, height] = both((axis) => frame.home.high[axis] - frame.home.low[axis]);
    let [best, least] = [-1, Infinity];
    for (let i = 0; 2 * i < points.length; i++) {
      if (only !== undefined && labels && labels[i] !== only) continue;
      const [x, y] = pointOf(points, i);
      const distance = ((x - point[0]) / width) ** 2 + ((y - point[1]) / height) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best < 0 ? undefined : best;
  }

  resize() {
    const { width, height } = this.root.getBoundingClientRect();
    if (width === 0) return;
    for (const canvas of [this.canvas, this.overlay])
      Object.assign(canvas, { width: width * devicePixelRatio, height: height * devicePixelRatio });
    this.paintPoints();
    this.paintOverlay();
  }

  /** Paints before the next frame, whatever is asked until then. @param {boolean} [points] the points too */
  refresh(points = false) {
    const { pending } = this;
    pending.points ||= points;
    pending.frame ||= requestAnimationFrame(() => {
      if (pending.points) this.paintPoints();
      this.paintOverlay();
      Object.assign(pending, { points: false, frame: 0 });
    });
  }

  /** @param {Point} point in pixels of the canvas */
  at(point) {
    const [x, y] = this.frame.share(point);
    return /** @type {Point} */ ([x * this.canvas.width, (1 - y) * this.canvas.height]);
  }

  /** @param {Float32Array} points @param {number} i */
  nth(points, i) {
    return this.at(pointOf(points, i));
  }

  paintPoints() {
    const { canvas, only } = this;
    const { points, labels, middles } = this.cloud;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.clearRect(0, 0, canvas.width, canvas.height);
    const count = points.length >> 1;
    const radius = Math.max(1.4, Math.min(this.radius, 100 / Math.sqrt(count))) * devicePixelRatio;
    const plain = dot(radius, 'edge');
    const dots = this.names.map((_, label) => dot(radius, `digit-${label}`));
    const paint = (/** @type {(label: number) => boolean} */ wanted) => {
      for (let i = 0; i < count; i++) {
        const label = labels?.[i] ?? dots.length;
        if (!wanted(label)) continue;
        const [x, y] = this.nth(points, i);
        const sprite = dots[label] ?? plain;
        context.drawImage(sprite, x - sprite.width / 2, y - sprite.height / 2);
      }
    };
    if (only === undefined || !labels) paint(() => true);
    else {
      context.globalAlpha = DIMMED;
      paint((label) => label !== only);
      context.globalAlpha = 1;
      paint((label) => label === only);
    }
    if (middles) this.nameLabels(context, middles);
  }

  /** Each label once, at the middle of its points: colours alone do not tell ten kinds apart. @param {CanvasRenderingContext2D} context @param {ClassMedians} middles */
  nameLabels(context, { labels, medians }) {
    context.font = `700 ${15 * devicePixelRatio}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 4 * devicePixelRatio;
    context.strokeStyle = rgb('surface');
    context.fillStyle = rgb('ink');
    const named = Array.from(labels).flatMap((label, i) => {
      const name = this.names[label];
      if (name === undefined || (this.only ?? label) !== label) return [];
      const [x, y] = this.nth(medians, i);
      return [{ name, x, y, width: context.measureText(name).width }];
    });
    for (const { name, x, y } of apart(named, 17 * devicePixelRatio)) {
      context.strokeText(name, x, y);
      context.fillText(name, x, y);
    }
  }

  paintOverlay() {
    const { overlay, box, index, cursor, cloud } = this;
    const context = /** @type {CanvasRenderingContext2D} */ (overlay.getContext('2d'));
    context.clearRect(0, 0, overlay.width, overlay.height);
    const [ink, accent] = [rgb('ink'), rgb('accent')];
    context.lineWidth = 1.5 * devicePixelRatio;
    if (box) {
      context.strokeStyle = accent;
      const [[left, bottom], [right, top]] = [this.at(box.low), this.at(box.high)];
      context.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
      context.strokeRect(left, top, right - left, bottom - top);
      context.setLineDash([]);
    }
    this.paintWay(context, ink);
    context.strokeStyle = ink;
    if (index !== undefined) ring(context, this.nth(cloud.points, index), 6 * devicePixelRatio);
    if (cursor) cross(context, this.at(cursor), 9 * devicePixelRatio);
  }

  /** @param {CanvasRenderingContext2D} context @param {string} ink */
  paintWay(context, ink) {
    const { way } = this;
    const steps = Array.from({ length: way.length >> 1 }, (_, i) => this.nth(way, i));
    context.strokeStyle = context.fillStyle = ink;
    context.beginPath();
    steps.forEach((step) => context.lineTo(...step));
    context.stroke();
    steps.forEach((step, i) => {
      const radius = (i === this.step ? 6 : i === 0 || i === steps.length - 1 ? 4 : 2.5) * devicePixelRatio;
      context.beginPath();
      context.arc(...step, radius, 0, 2 * Math.PI);
      context.fill();
    });
  }
}

/**
 * Moves names down until none lies on another.
 * @param {{ name: string, x: number, y: number, width: number }[]} named
 * @param {number} height of a line
 */
function apart(named, height) {
  /** @type {typeof named} */
  const placed = [];
  for (const each of named.sort((one, other) => one.y - other.y)) {
    const hidden = placed.filter(({ x, width }) => Math.abs(x - each.x) < (width + each.width) / 2);
    each.y = Math.max(each.y, ...hidden.map(({ y }) => y + height));
    placed.push(each);
  }
  return placed;
}

/** A round point to be stamped. @param {number} radius @param {string} token */
function dot(radius, token) {
  const side = Math.ceil(2 * radius) + 2;
  const canvas = new OffscreenCanvas(side, side);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = rgb(token);
  context.beginPath();
  context.arc(side / 2, side / 2, radius, 0, 2 * Math.PI);
  context.fill();
  return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {Point} point @param {number} radius */
function ring(context, [x, y], radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Point} point @param {number} arm */
function cross(context, [x, y], arm) {
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  context.stroke();
}

/** Where the marker is whole. @param {number} share */
const within = (share) => `clamp(12px, ${100 * share}%, 100% - 12px)`;
