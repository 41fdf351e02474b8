// The equations of the view of sampling: the integral, its two estimates, and why a VAE takes the second.
import { element } from '../../shared/element.js';
import { html } from '../../shared/template.js';
import { renderEquation } from '../../widgets/equation.js';

const EXPECTATION = String.raw`\operatorname{E}[f(x)] = \frac{1}{2^d} \int_{[-1, 1]^d} f(x) \, dx`;
const INTEGRAND = String.raw`f(x) = \exp \left( \frac{2}{\sqrt d} \sum_k x_k \right)`;
const GRID = String.raw`\frac{1}{m^d} \sum_{x \in \mathrm{grid}} f(x) + O(n^{-2/d})`;
const SAMPLES = String.raw`\frac{1}{n} \sum_{i=1}^n f(x_i) \pm \frac{\sigma}{\sqrt n}`;
const BOUND = String.raw`\operatorname{E}_{q(z \mid x)}[\log p(x \mid z)] \approx \frac{1}{L} \sum_{l=1}^L \log p(x \mid z_l)`;
const DRAW = String.raw`z_l = \mu + \sigma \odot \varepsilon_l, \quad \varepsilon_l \sim N(0, I)`;

/** @param {string} latex */
function formula(latex) {
  const place = element('div', { className: 'formula' });
  void renderEquation(place, latex);
  return place;
}

export const equations = () =>
  html`<div class="equations">
    <section aria-label="an expectation">
      <h2>an expectation</h2>
      ${[EXPECTATION, INTEGRAND].map(formula)}
      <p>
        With x uniform in a cube. This f has about the same mean and the same variance in every dimension.
      </p>
    </section>
    <section aria-label="a grid, or samples">
      <h2>a grid, or samples</h2>
      ${[GRID, SAMPLES].map(formula)}
      <p>
        The grid’s error falls with the distance of its points, that of samples with their number alone:
        beyond four dimensions sampling gains faster.
      </p>
    </section>
    <section aria-label="why a VAE samples">
      <h2>why a VAE samples</h2>
      ${[BOUND, DRAW].map(formula)}
      <p>
        The code of <a href="#family=vae&weights=vae-20">vae-20</a> has 20 dimensions: a grid of 10 points an
        axis would need 10²⁰. Drawn from q, one z for each digit and step is enough to learn from.
      </p>
    </section>
  </div>`;
