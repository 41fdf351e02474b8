// The wave that passes through the picture at every change, and now and then while nothing changes.
import { motionAllowed } from '../widgets/colours.js';

/** @typedef {import('./strips.js').Strips} Strips */

/** Milliseconds of rest between two waves when nothing changes. */
const REST = 3500;

export class Wave {
  /** @param {Strips} encoder @param {Strips} decoder @param {() => boolean} fromInput whether it begins at the input, or at a code that was set by hand */
  constructor(encoder, decoder, fromInput) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.fromInput = fromInput;
    this.frame = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.rest = undefined;
    this.pass = this.pass.bind(this);
  }

  /** Lets it pass from wherever the data comes, then rests. */
  pass() {
    if (this.frame || !motionAllowed()) return;
    clearTimeout(this.rest);
    const start = performance.now();
    const whole = this.fromInput();
    const delay = whole ? this.encoder.duration * 0.8 : 0;
    const paint = () => {
      const time = performance.now() - start;
      if (whole) this.encoder.paint(time);
      this.decoder.paint(time - delay);
      if (time < delay + this.decoder.duration) this.frame = requestAnimationFrame(paint);
      else {
        this.frame = 0;
        this.rest = setTimeout(this.pass, REST);
      }
    };
    this.frame = requestAnimationFrame(paint);
  }
}
