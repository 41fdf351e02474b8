// Which part of a plane is in sight, and where in it a point stands.

/** @typedef {[number, number]} Point */
/** @typedef {{ low: Point, high: Point }} Box */

const MARGIN = 0.06;
const CLOSEST = 0.02;
const FURTHEST = 4;

export class Frame {
  constructor() {
    /** Where the points are. @type {Box} */
    this.home = { low: [-1, -1], high: [1, 1] };
    /** What is in sight, in shares of the home: its lower left corner. @type {Point} */
    this.corner = [0, 0];
    /** And its sides. */
    this.side = 1;
  }

  reset() {
    this.corner = [0, 0];
    this.side = 1;
  }

  get isWhole() {
    return this.side === 1 && this.corner.every((share) => share === 0);
  }

  /** @param {Float32Array} edges lower left and upper right */
  fit(edges) {
    const [low, high] = [pointOf(edges, 0), pointOf(edges, 1)];
    // Codes that are all alike still have a place.
    const margin = both((axis) => MARGIN * (high[axis] - low[axis]) || 1);
    this.home = {
      low: both((axis) => low[axis] - margin[axis]),
      high: both((axis) => high[axis] + margin[axis]),
    };
  }

  /** The home reaches further, so that a rectangle is in sight too. @param {Box} box */
  include({ low, high }) {
    const { home } = this;
    this.home = {
      low: both((axis) => Math.min(home.low[axis], low[axis])),
      high: both((axis) => Math.max(home.high[axis], high[axis])),
    };
  }

  /** From 0 at the left or the bottom to 1. @param {Point} point @returns {Point} */
  share(point) {
    return both((axis) => {
      const { low, high } = this.home;
      return ((point[axis] - low[axis]) / (high[axis] - low[axis]) - this.corner[axis]) / this.side;
    });
  }

  /** @param {Point} share @returns {Point} */
  point(share) {
    return both((axis) => {
      const { low, high } = this.home;
      return low[axis] + (this.corner[axis] + share[axis] * this.side) * (high[axis] - low[axis]);
    });
  }

  /** @param {Point} shares of what is in sight */
  move(shares) {
    this.corner = both((axis) => this.corner[axis] + shares[axis] * this.side);
  }

  /** @param {number} factor @param {Point} share what stays where it is */
  zoom(factor, share) {
    const side = Math.min(FURTHEST, Math.max(CLOSEST, this.side / factor));
    this.corner = both((axis) => this.corner[axis] + share[axis] * (this.side - side));
    this.side = side;
  }
}

/** @param {(axis: 0 | 1) => number} value @returns {Point} */
export const both = (value) => [value(0), value(1)];

/** @param {Float32Array} points x, y, x, y… @param {number} i which of them */
export const pointOf = (points, i) => /** @type {Point} */ ([points[2 * i], points[2 * i + 1]]);
