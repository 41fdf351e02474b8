import { expect, test } from './lab.js';

/** The sheets that dress one tool, and the tools they dress: the maps are the text's as well. */
const SHEETS = {
  'compare.css': ['compare'],
  'map.css': ['map', 'text'],
  'search.css': ['search'],
  'few.css': ['few'],
  'sampling.css': ['sampling'],
  'text.css': ['text'],
  'inside.css': ['inside'],
  'layers.css': ['inside'],
};
const TOOLS = ['draw', 'train', ...new Set(Object.values(SHEETS).flat())];

for (const tool of TOOLS) {
  test(`no other tool's styles reach ${tool}`, async ({ lab, page }) => {
    await lab.open(`#view=${tool}`);
    const others = Object.keys(SHEETS).filter((sheet) => !SHEETS[sheet].includes(tool));
    const reached = await page.evaluate((others) => {
      const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
      const sheets = [...document.styleSheets].filter(({ href }) => others.includes(href?.split('/').pop()));
      const selectors = sheets.flatMap(({ cssRules }) => rules(cssRules)).map((rule) => rule.selectorText);
      return selectors.filter(
        (selector) =>
          selector &&
          [...document.querySelectorAll(selector)].some((each) => each.getClientRects().length > 0),
      );
    }, others);
    expect(reached).toEqual([]);
  });
}
