// Which digits the maps show: those whose places came with the weights, or so many of those at hand.
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';

const COUNTS = [500, 2000, 10000];
const FIRST_COUNT = 2000;
const SHIPPED = 'shipped';

export class PointChoice {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.most = FIRST_COUNT;
    /** Whether digits at hand are wanted even where others came with the weights. */
    this.atHand = false;
    this.select = element('select', { id: 'map-points' });
    this.came = element('option', { value: SHIPPED }, '2,000 test digits');
    for (const each of COUNTS)
      this.select.append(element('option', { value: String(each) }, `${count(each)} at hand`));
    this.select.addEventListener('change', () => {
      this.atHand = this.select.value !== SHIPPED;
      if (this.atHand) this.most = Number(this.select.value);
      onChange();
    });
    const label = element('label', { htmlFor: this.select.id }, 'Points');
    this.root = element('div', { className: 'points' }, label, this.select);
    this.offer(false);
  }

  /** @param {boolean} came whether places came with the weights in use */
  offer(came) {
    if (came) this.select.prepend(this.came);
    else this.came.remove();
    this.select.value = came && !this.atHand ? SHIPPED : String(this.most);
  }
}
