// The equations of the view of sampling: the integral, its two estimates, and why a VAE takes the second.
import { element } from '../../shared/element.js';
import { renderEquation } from '../../widgets/equation.js';

const EXPECTATION = String.raw`\operatorname{E}[f(x)] = \frac{1}{2^d} \int_{[-1, 1]^d} f(x) \, dx`;
const INTEGRAND = String.raw`f(x) = \exp \left( \frac{2}{\sqrt d} \sum_k x_k \right)`;
const GRID = String.raw`\frac{1}{m^d} \sum_{x \in \mathrm{grid}} f(x) + O(n^{-2/d})`;
const SAMPLES = String.raw`\frac{1}{n} \sum_{i=1}^n f(x_i) \pm \frac{\sigma}{\sqrt n}`;
const BOUND = String.raw`\operatorname{E}_{q(z \mid x)}[\log p(x \mid z)] \approx \frac{1}{L} \sum_{l=1}^L \log p(x \mid z_l)`;
const DRAW = String.raw`z_l = \mu + \sigma \odot \varepsilon_l, \quad \varepsilon_l \sim N(0, I)`;

/** @param {string} latex */
const formula = (latex) => element('div', { className: 'formula', 'data-equation': latex });

/** @param {string} title @param {string[]} formulas @param {(Node | string)[]} words */
const block = (title, formulas, ...words) =>
  element(
    'section',
    { 'aria-label': title },
    element('h2', {}, title),
    ...formulas.map(formula),
    element('p', {}, ...words),
  );

export function equations() {
  const vae = element('a', { href: '#family=vae&weights=vae-20' }, 'vae-20');
  return element(
    'div',
    { className: 'equations' },
    block(
      'an expectation',
      [EXPECTATION, INTEGRAND],
      'With x uniform in a cube. This f has about the same mean and the same variance in every dimension.',
    ),
    block(
      'a grid, or samples',
      [GRID, SAMPLES],
      'The grid’s error falls with the distance of its points, that of samples with their number alone: beyond four dimensions sampling gains faster.',
    ),
    block(
      'why a VAE samples',
      [BOUND, DRAW],
      'The code of ',
      vae,
      ' has 20 dimensions: a grid of 10 points an axis would need 10²⁰. Drawn from q, one z for each digit and step is enough to learn from.',
    ),
  );
}

/** Fills the formulas in; until they are looked at, nothing is fetched for them. @param {HTMLElement} root */
export function showEquations(root) {
  for (const place of root.querySelectorAll('.formula')) {
    const { equation = '' } = /** @type {HTMLElement} */ (place).dataset;
    void renderEquation(/** @type {HTMLElement} */ (place), equation);
  }
}
