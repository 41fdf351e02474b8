// The equations of the view of sampling: the integral, its two estimates, and why a VAE takes the second.
import { element } from './element.js';

const row = (/** @type {string[]} */ ...parts) => `<mrow>${parts.join('')}</mrow>`;
const variable = (/** @type {string} */ name) => `<mi>${name}</mi>`;
const number = (/** @type {string | number} */ value) => `<mn>${value}</mn>`;
const sign = (/** @type {string} */ text) => `<mo stretchy="false">${text}</mo>`;
const power = (/** @type {string} */ base, /** @type {string} */ exponent) =>
  `<msup>${row(base)}${row(exponent)}</msup>`;
const index = (/** @type {string} */ base, /** @type {string} */ below) =>
  `<msub>${row(base)}${row(below)}</msub>`;
const fraction = (/** @type {string} */ above, /** @type {string} */ below) =>
  `<mfrac>${row(above)}${row(below)}</mfrac>`;
const sum = (/** @type {string} */ from, /** @type {string} */ to) =>
  `<munderover>${sign('∑')}${row(from)}${row(to)}</munderover>`;
const call = (/** @type {string} */ name, /** @type {string} */ argument) =>
  row(variable(name), sign('('), argument, sign(')'));

const [x, n, d, z] = ['x', 'n', 'd', 'z'].map(variable);
const one = row(number(1));
const likelihood = (/** @type {string} */ code) =>
  row(variable('log'), '<mspace width="0.2em"></mspace>', call('p', row(x, sign('|'), code)));
const first = (/** @type {string} */ name) => row(variable(name), sign('='), one);

const CUBE = power(row(sign('['), sign('−'), one, sign(','), one, sign(']')), d);
const EXPECTATION = row(
  variable('E'),
  sign('['),
  call('f', x),
  sign(']'),
  sign('='),
  fraction(number(1), power(number(2), d)),
  `<msub>${sign('∫')}${CUBE}</msub>`,
  call('f', x),
  variable('d'),
  x,
);
const INTEGRAND = row(
  call('f', x),
  sign('='),
  variable('exp'),
  sign('('),
  fraction(number(2), `<msqrt>${d}</msqrt>`),
  `<munder>${sign('∑')}${variable('k')}</munder>`,
  index(x, variable('k')),
  sign(')'),
);
const GRID = row(
  fraction(number(1), power(variable('m'), d)),
  `<munder>${sign('∑')}${row(x, sign('∈'), variable('grid'))}</munder>`,
  call('f', x),
  sign('+'),
  call('O', power(n, row(sign('−'), number(2), sign('/'), d))),
);
const SAMPLES = row(
  fraction(number(1), n),
  sum(first('i'), n),
  call('f', index(x, variable('i'))),
  sign('±'),
  fraction(variable('σ'), `<msqrt>${n}</msqrt>`),
);
const BOUND = row(
  index(variable('E'), row(variable('q'), sign('('), z, sign('|'), x, sign(')'))),
  sign('['),
  likelihood(z),
  sign(']'),
  sign('≈'),
  fraction(number(1), variable('L')),
  sum(first('l'), variable('L')),
  likelihood(index(z, variable('l'))),
);
const DRAW = row(
  index(z, variable('l')),
  sign('='),
  variable('μ'),
  sign('+'),
  variable('σ'),
  sign('⊙'),
  index(variable('ε'), variable('l')),
  sign(','),
  '<mspace width="0.6em"></mspace>',
  index(variable('ε'), variable('l')),
  sign('∼'),
  call('N', row(number(0), sign(','), variable('I'))),
);

/** @param {string} content */
function math(content) {
  const source = `<math displaystyle="true">${content}</math>`;
  return element(
    'div',
    { className: 'formula' },
    ...new DOMParser().parseFromString(source, 'text/html').body.childNodes,
  );
}

/** @param {string} title @param {string[]} formulas @param {(Node | string)[]} words */
const block = (title, formulas, ...words) =>
  element(
    'section',
    { 'aria-label': title },
    element('h2', {}, title),
    ...formulas.map(math),
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
