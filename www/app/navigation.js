// The tools' links in one line: where it is too long it scrolls, fades towards what is hidden, and keeps the current one in sight.
import { resized } from '../shared/scope.js';
import { motionAllowed } from '../widgets/colours.js';

/** @param {HTMLElement} nav */
export function scrolling(nav) {
  const measure = () => {
    const { scrollLeft, scrollWidth, clientWidth } = nav;
    // Fractions of a pixel hide nothing.
    nav.classList.toggle('more-before', scrollLeft > 1);
    nav.classList.toggle('more-after', scrollLeft + clientWidth < scrollWidth - 1);
  };
  /** To the middle, as far as the line reaches. @param {HTMLElement | null} link @param {ScrollBehavior} behavior */
  const reach = (link, behavior) => {
    if (link) nav.scrollTo({ left: link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2, behavior });
    measure();
  };
  const reachCurrent = (/** @type {ScrollBehavior} */ behavior) =>
    reach(nav.querySelector('[aria-current]'), behavior);
  nav.addEventListener('scroll', measure, { passive: true });
  nav.addEventListener('focusin', ({ target }) => reach(/** @type {HTMLElement} */ (target), 'instant'));
  resized(nav, () => reachCurrent('instant'));
  return () => reachCurrent(motionAllowed() ? 'smooth' : 'instant');
}
