import { expect, test } from './lab.js';

test('a tool’s style sheet comes with the tool, and reaches nothing but the tool', async ({ lab, page }) => {
  await lab.open();
  const sheets = () =>
    page.evaluate(() => {
      const imported = (/** @type {CSSRule} */ rule) =>
        rule instanceof CSSImportRule ? rule.styleSheet : [];
      const all = [...document.styleSheets].flatMap((sheet) => [
        sheet,
        .../** @type {CSSStyleSheet[]} */ ([...sheet.cssRules].flatMap(imported)),
      ]);
      return all
        .filter(({ href }) => href?.includes('/features/'))
        .map(({ href, cssRules }) => ({
          href: href?.replace(/.*\/features\//, ''),
          rules: [...cssRules]
            .filter((rule) => !(rule instanceof CSSImportRule))
            .map((rule) => (rule instanceof CSSScopeRule ? rule.start : rule.cssText.slice(0, 60))),
        }));
    });
  const opened = (await sheets()).map(({ href }) => href);
  expect(opened, 'before other tools were opened').toEqual(['draw/style.css']);
  const links = await page.getByRole('navigation', { name: 'Tools' }).getByRole('link').all();
  const dressed = [];
  for (const link of links) {
    const known = (await sheets()).length;
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    const tool = await page.evaluate(() => document.body.dataset.view);
    for (const { href, rules } of (await sheets()).slice(known)) {
      dressed.push(href);
      for (const rule of rules)
        expect(rule, href).toMatch(new RegExp(`^(:is\\(\\.panel, \\.below\\)|\\.below) > \\.${tool}$`));
      expect(rules.length, href).toBeGreaterThan(0);
    }
  }
  expect(dressed.sort()).toEqual(
    ['compare', 'few-labels', 'inside', 'map', 'sampling', 'search', 'text', 'train']
      .map((folder) => `${folder}/style.css`)
      .sort(),
  );
});
