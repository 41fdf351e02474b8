// Mouse, finger and keyboard on a map: look at a point, pick it, draw a rectangle, move and zoom.
import { both } from './frame.js';
import { listenToPinch } from './pinch.js';

/** @typedef {import('./frame.js').Point} Point */
/** @typedef {import('./frame.js').Box} Box */
/** @typedef {import('./scatter.js').Scatter} Scatter */
/** @typedef {{ inspect: (point: Point | undefined) => void, pick?: (point: Point) => void, select?: (box: Box) => void }} Handlers */

/** Pixels that a press may move and still be a click. */
const CLICK = 6;
/** How far an arrow key goes, in shares of what is in sight. */
const STEP = 0.025;
export const ZOOM = 1.4;
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @param {Scatter} scatter @param {Handlers} handlers */
export function listenToHands(scatter, handlers) {
  listenToPointer(scatter, handlers);
  listenToKeys(scatter, handlers);
  scatter.root.addEventListener(
    'wheel',
    (event) => {
      // A plain wheel scrolls the page; pinching on a touchpad arrives as one with Control.
      if (!event.ctrlKey) return;
      event.preventDefault();
      scatter.frame.zoom(Math.exp(-event.deltaY / 200), shareOf(scatter, event));
      scatter.moved();
    },
    { passive: false },
  );
}

/** @param {Scatter} scatter @param {{ clientX: number, clientY: number }} place @returns {Point} */
function shareOf({ root }, { clientX, clientY }) {
  const { left, top, width, height } = root.getBoundingClientRect();
  return [(clientX - left) / width, 1 - (clientY - top) / height];
}

/** @param {Point} one @param {Point} other @returns {Box} */
const boxOf = (one, other) => ({
  low: both((axis) => Math.min(one[axis], other[axis])),
  high: both((axis) => Math.max(one[axis], other[axis])),
});

/** @param {Box} box */
const hasExtent = ({ low, high }) => low[0] < high[0] && low[1] < high[1];

/** @param {Scatter} scatter @param {Handlers} handlers */
function listenToPointer(scatter, { inspect, pick, select }) {
  const { root, frame } = scatter;
  /** @type {{ share: Point, x: number, y: number, before: Box | undefined, moves: boolean, dragged: boolean } | undefined} */
  let press;
  const end = () => {
    if (press?.dragged && !press.moves) scatter.box = press.before;
    press = undefined;
    scatter.refresh();
  };
  const pinched = listenToPinch(scatter, (finger) => shareOf(scatter, finger), end);
  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || pinched()) return;
    root.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y, shiftKey: moves } = event;
    scatter.cursor = undefined;
    press = { share: shareOf(scatter, event), x, y, before: scatter.box, moves, dragged: false };
    inspect(frame.point(press.share));
  });
  root.addEventListener('pointermove', (event) => {
    if (pinched()) return;
    const share = shareOf(scatter, event);
    if (!press) return inspect(frame.point(share));
    press.dragged ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) > CLICK;
    if (press.moves) {
      const { share: last } = press;
      frame.move(both((axis) => last[axis] - share[axis]));
      press.share = share;
      scatter.moved();
    } else if (press.dragged && select) {
      scatter.box = boxOf(frame.point(press.share), frame.point(share));
      scatter.refresh();
    }
  });
  root.addEventListener('pointerup', (event) => {
    if (!press) return;
    const { dragged, moves, share } = press;
    const box = boxOf(frame.point(share), frame.point(shareOf(scatter, event)));
    if (!moves && !dragged) pick?.(frame.point(share));
    if (!moves && dragged && hasExtent(box) && select) {
      press = undefined;
      select(box);
    } else end();
  });
  root.addEventListener('pointercancel', end);
  root.addEventListener('pointerleave', () => !press && inspect(undefined));
}

/** @param {Scatter} scatter @param {Handlers} handlers */
function listenToKeys(scatter, { inspect, pick, select }) {
  const { root, frame } = scatter;
  /** Where a rectangle began. @type {Point | undefined} */
  let anchor;
  const place = () => (scatter.cursor ??= frame.point([0.5, 0.5]));
  root.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    const arrow = ARROWS[key];
    if (arrow) {
      const from = place();
      const share = frame.share(from);
      scatter.cursor = frame.point(
        both((axis) => Math.min(1, Math.max(0, share[axis] + STEP * arrow[axis]))),
      );
      anchor = shiftKey ? (anchor ?? from) : undefined;
      const box = anchor && boxOf(anchor, scatter.cursor);
      if (box && select && hasExtent(box)) select(box);
      inspect(scatter.cursor);
    } else if (key === 'Enter' || key === ' ') pick?.(place());
    else if (key === '+') scatter.zoom(ZOOM);
    else if (key === '-') scatter.zoom(1 / ZOOM);
    else if (key === '0') scatter.zoom(0);
    else return;
    event.preventDefault();
    scatter.refresh();
  });
  root.addEventListener('blur', () => {
    anchor = scatter.cursor = undefined;
    scatter.refresh();
  });
}
