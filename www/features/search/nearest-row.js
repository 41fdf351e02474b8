// A row of digits found: the nearest first, each with its rank and its class, and how many of them agree.
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { scope } from '../../shared/scope.js';
import { onScheme } from '../../widgets/colours.js';
import { paintInk } from '../../widgets/pixels.js';

/** @typedef {{ rows: number[], images: Float32Array[], milliseconds: number }} Answer */
/** @typedef {{ count: number, size: number, labels: Uint8Array | undefined, label: number | undefined }} Among what was searched, and the label that was searched for if it is known */

export class NearestRow {
  /** @param {string} kind what is compared @param {(row: number, image: Float32Array) => void} onChoose */
  constructor(kind, onChoose) {
    this.kind = kind;
    this.onChoose = onChoose;
    /** @type {Hit[]} */
    this.hits = [];
    this.tally = element('strong', { className: 'tally' });
    this.note = element('span', { className: 'note' });
    this.digits = element('div', { className: 'digits' });
    const name = `Nearest by ${kind}`;
    this.root = element(
      'section',
      { className: `neighbours by-${kind}`, 'aria-label': name },
      element('div', { className: 'found' }, element('h2', {}, name), this.tally, this.note),
      this.digits,
    );
  }

  /** How many digits there is room for; what is there stays. @param {number} k */
  resize(k) {
    scope(() => {
      while (this.hits.length < k) this.hits.push(new Hit(this.hits.length + 1, this));
    });
    this.hits.slice(k).forEach((hit) => hit.clear());
    this.digits.replaceChildren(...this.hits.slice(0, k).map(({ root }) => root));
  }

  /** @param {string} [why] in words */
  clear(why = '') {
    this.hits.forEach((hit) => hit.clear());
    this.tally.textContent = '';
    this.note.textContent = why;
  }

  /** @param {Answer} answer @param {Among} among */
  show({ rows, images, milliseconds }, { count: all, size, labels, label }) {
    const classes = labels && rows.map((row) => labels[row]);
    const wanted = classes && (label ?? majority(classes));
    this.hits.forEach((hit, i) => {
      if (i < rows.length) hit.show(rows[i], images[i], classes?.[i], wanted);
      else hit.clear();
    });
    const agreeing = classes?.filter((each) => each === wanted).length;
    this.tally.textContent = classes ? `${agreeing} of ${rows.length} are ${wanted}s` : '';
    const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed();
    this.note.textContent = `of ${count(all)} digits, ${count(size)} values each, in ${time} ms`;
  }
}

/** One place in the row; its elements stay while the digits in it change, and so does the focus. */
class Hit {
  /** @param {number} rank @param {NearestRow} neighbours */
  constructor(rank, neighbours) {
    this.rank = rank;
    this.kind = neighbours.kind;
    this.row = 0;
    /** @type {Float32Array | undefined} */
    this.image = undefined;
    this.canvas = element('canvas', { width: 28, height: 28 });
    this.button = element('button', { type: 'button', className: 'digit' }, this.canvas);
    this.button.addEventListener('click', () => this.image && neighbours.onChoose(this.row, this.image));
    this.label = element('strong');
    const words = element('div', { className: 'words', 'aria-hidden': 'true' }, String(rank), this.label);
    this.root = element('div', { className: 'hit' }, this.button, words);
    onScheme(() => this.image && paintInk(this.canvas, this.image));
    this.clear();
  }

  /** @param {number} row @param {Float32Array} image @param {number | undefined} label @param {number | undefined} wanted */
  show(row, image, label, wanted) {
    const { button, canvas, kind, rank, root } = this;
    this.row = row;
    this.image = image;
    paintInk(canvas, image);
    const name = label === undefined ? `digit ${count(row + 1)}` : `a ${label}, digit ${count(row + 1)}`;
    button.disabled = false;
    button.setAttribute('aria-label', `${rank} by ${kind}: ${name}`);
    button.title = `${name}: search for it`;
    this.label.textContent = label === undefined ? '' : String(label);
    root.classList.toggle('agrees', label !== undefined && label === wanted);
    root.classList.toggle('differs', label !== wanted);
    root.style.setProperty('--class', label === undefined ? 'var(--line)' : `var(--digit-${label})`);
  }

  clear() {
    const { button, canvas, root } = this;
    this.image = undefined;
    canvas.width = canvas.height = 28;
    button.disabled = true;
    button.setAttribute('aria-label', 'not there yet');
    button.title = this.label.textContent = '';
    root.classList.remove('agrees', 'differs');
    root.style.removeProperty('--class');
  }
}

/** The most frequent label, and of equals the one with the nearest member. @param {number[]} labels */
function majority(labels) {
  const votes = (/** @type {number} */ label) => labels.filter((other) => other === label).length;
  return labels.reduce((best, label) => (votes(label) > votes(best) ? label : best));
}
