import { expect, test } from './lab.js';

/** The sheets that dress one tool, in their folders, and the tools they dress: the maps are the text's as well. */
const SHEETS = {
  'compare/style.css': ['compare'],
  'map/style.css': ['map', 'text'],
  'search/style.css': ['search'],
  'few-labels/style.css': ['few'],
  'sampling/style.css': ['sampling'],
  'text/style.css': ['text'],
  'inside/style.css': ['inside'],
  'inside/layers.css': ['inside'],
};
const TOOLS = ['draw', 'train', ...new Set(Object.values(SHEETS).flat())];

for (const tool of TOOLS) {
  test(`no other tool's styles reach ${tool}`, async ({ lab, page }) => {
    await lab.open(`#view=${tool}`);
    const others = Object.keys(SHEETS).filter((sheet) => !SHEETS[sheet].includes(tool));
    const { found, reached } = await page.evaluate((others) => {
      const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
      const sheets = [...document.styleSheets].filter(({ href }) =>
        others.some((sheet) => href?.endsWith(`/features/${sheet}`)),
      );
      const selectors = sheets.flatMap(({ cssRules }) => rules(cssRules)).map((rule) => rule.selectorText);
      const reached = selectors.filter(
        (selector) =>
          selector &&
          [...document.querySelectorAll(selector)].some((each) => each.getClientRects().length > 0),
      );
      return { found: sheets.length, reached };
    }, others);
    expect(found).toBe(others.length);
    expect(reached).toEqual([]);
  });
}
