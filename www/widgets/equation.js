// LaTeX shown as MathML, which a library makes that is fetched with the first equation.

/**
 * Shows a formula in the place of what `element` holds.
 * @param {HTMLElement} element
 * @param {string} latex
 */
export async function renderEquation(element, latex) {
  if (element.dataset.latex === latex) return;
  element.dataset.latex = latex;
  try {
    const { default: temml } = await import('temml');
    temml.render(latex, element, { displayMode: true, throwOnError: true });
  } catch {
    // Without the library, LaTeX itself says as much to those who read it.
    element.textContent = latex;
  }
}
