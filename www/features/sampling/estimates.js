// What was last found for the settings of the view of sampling; it is there when one comes back.
import { signal } from '@preact/signals-core';
import { motionAllowed } from '../../widgets/colours.js';
import { sampling } from './settings.js';

/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../../pkg/autoencoder_lab.js').Expectation} Expectation */
/** @typedef {{ dimensions: number, points: number, seed: number, device: Session['device'] }} Asked */
/** @typedef {Asked & { index: number, scene: import('./worker.js').Scene, run: Expectation }} Found */

/** Powers of two, as far as a single run goes. */
export const COUNTS = Array.from({ length: 21 }, (_, power) => 2 ** power);
/** As far as errors are measured over several runs. */
const MEASURED = COUNTS.filter((points) => points <= 2 ** 16);
/** As far as the points are drawn. */
export const DRAWN = COUNTS.filter((points) => points <= 2 ** 14);
const RUNS = 16;

/** As many points as are drawn. */
export const drawn = () => DRAWN.findLast((points) => points <= sampling.points.value) ?? 1;

export class Estimates {
  /** @param {import('../../picture/page.js').Page} page */
  constructor({ session }) {
    this.session = session;
    /** Whether the next points come in one after the other. */
    this.arriving = motionAllowed();
    this.found = signal(/** @type {Found | undefined} */ (undefined));
    this.curves = signal(/** @type {import('./convergence-chart.js').Curves | undefined} */ (undefined));
  }

  /** What the settings ask for, once there is something to compute it. @returns {Asked | undefined} */
  get asked() {
    const { device } = this.session;
    const [dimensions, seed] = [sampling.dimensions.value, sampling.draw.value];
    return device && { dimensions, points: drawn(), seed, device };
  }

  /** @param {Asked} asked @param {() => boolean} isNewest */
  async find(asked, isNewest) {
    const { call } = this.session;
    const { dimensions, points, seed } = asked;
    const [scene, run] = await Promise.all([
      call('scene', dimensions, points, seed),
      call('expectation', { dimensions, seed, repeats: 1, points: COUNTS }),
    ]);
    // Whoever drags a slider sees what lies on the way, though not how far off it is over several runs.
    this.found.value = { ...asked, index: COUNTS.indexOf(points), scene, run };
    if (!isNewest()) return;
    const { sampling: measured } = await call('expectation', {
      dimensions,
      seed,
      repeats: RUNS,
      points: MEASURED,
    });
    if (isNewest()) this.curves.value = { measured, run, points };
  }
}
