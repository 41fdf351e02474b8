// A curve that grows: all of it faintly, and as far as it is shown.
import { element } from '../../shared/element.js';

const SVG = 'http://www.w3.org/2000/svg';

export class ActivationCurve {
  /** @param {string} label */
  constructor(label) {
    const picture = document.createElementNS(SVG, 'svg');
    picture.setAttribute('viewBox', '0 0 100 100');
    picture.setAttribute('preserveAspectRatio', 'none');
    this.lines = ['whole', 'part'].map((name) => {
      const line = document.createElementNS(SVG, 'polyline');
      line.setAttribute('class', name);
      picture.append(line);
      return line;
    });
    this.point = element('i', { hidden: true });
    this.root = element('div', { className: 'curve', role: 'img', 'aria-label': label }, this.point);
    this.root.prepend(picture);
  }

  /** @param {Float32Array} values @param {number} last */
  show(values, last) {
    const low = values.reduce((least, value) => Math.min(least, value));
    const span = values.reduce((most, value) => Math.max(most, value)) - low || 1;
    const points = Array.from(values, (value, i) => [
      (100 * i) / Math.max(1, values.length - 1),
      96 - (92 * (value - low)) / span,
    ]);
    const [whole, part] = this.lines;
    whole.setAttribute('points', points.join(' '));
    part.setAttribute('points', points.slice(0, last + 1).join(' '));
    const [x, y] = points[last];
    this.point.hidden = false;
    this.point.style.left = `${x}%`;
    this.point.style.top = `${y}%`;
  }
}
