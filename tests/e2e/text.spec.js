import { boxOf, expect, found, sharedTest, test, textOf } from './lab.js';

const CHINESE = [
  '猫喜欢吃鱼，也喜欢睡觉。',
  '狗喜欢吃骨头，也喜欢跑步。',
  '股票市场今天上涨，投资者很高兴。',
  '银行提高利率，股票市场下跌。',
  '小猫在家里睡觉，小狗在院子里跑步。',
  '投资者卖出股票，买入债券。',
];

// Two autoencoders learn in most of these tests.
test.describe.configure({ timeout: 900_000 });

class Texts {
  /** @param {import('./lab.js').LabPage} lab */
  constructor(lab) {
    this.lab = lab;
    this.page = lab.page;
    this.query = this.page.getByRole('searchbox', { name: 'Search for' });
    this.tfidf = this.column('TF-IDF');
    this.lsa = this.column('LSA');
    this.autoencoder = this.column('Autoencoder');
    this.columns = [this.tfidf, this.lsa, this.autoencoder];
    this.about = this.page.getByRole('region', { name: 'Texts' }).getByRole('status');
    this.note = this.page.locator('.told .note');
    this.back = lab.button('Back to the words');
    this.map = this.page.getByRole('application', { name: 'Map of the texts by LSA' });
    this.learning = this.autoencoder.locator('.caption');
    this.messages = lab.messages;
  }

  /** @param {string} method */
  column(method) {
    return this.page.getByRole('region', { name: `Found by ${method}`, includeHidden: true });
  }

  /** Opens the view and waits until all three methods have found something. */
  async open(hash = '') {
    await this.lab.go(`#view=text${hash}`);
    const first = this.lab.button('Back to the first texts');
    if (await first.isVisible()) await first.click();
    await expect(this.about).toHaveText(/^240 documents/);
    for (const column of this.columns) await expect(this.hits(column).first()).toBeVisible();
  }

  /** @param {import('@playwright/test').Locator} column */
  hits(column) {
    return column.locator('li:not(.waiting) button');
  }

  /** @param {import('@playwright/test').Locator} column */
  titles(column) {
    return column.locator('li:not(.waiting) .title').allTextContents();
  }

  /** @param {import('@playwright/test').Locator} column @param {string} topic */
  async share(column, topic) {
    const topics = await column.locator('li:not(.waiting) .topic').allTextContents();
    return topics.filter((each) => each === topic).length / topics.length;
  }

  /** @param {string} name @param {string | Buffer} content */
  async drop(name, content) {
    const chosen = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Open or drop your own texts' }).click();
    await (await chosen).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  }

  /** However slow the machine is, as long as it gets on. */
  async learnt() {
    for (;;) {
      const told = await textOf(this.learning);
      if (told.includes('learnt in')) return;
      await expect(this.learning).not.toHaveText(told);
    }
  }
}

// The autoencoders learn in the first of these, and those after it find what was learnt.
sharedTest('a text found, or a point of the map, is searched for in its turn', async ({ lab, page }) => {
  const texts = new Texts(lab);
  await texts.open('&query=melody');
  await texts.learnt();
  const hit = texts.hits(texts.tfidf).first();
  const title = await textOf(hit.locator('.title'));
  await hit.focus();
  await hit.press('Enter');
  await expect(texts.note).toContainText(title);
  await expect(hit).toBeFocused();
  for (const column of texts.columns) {
    await expect(texts.hits(column)).toHaveCount(10);
    await expect(column.locator('.tally')).toHaveText(/^\d+ of 10 on music$/);
    expect(await texts.titles(column)).not.toContain(title);
    const topics = await column.locator('.topic').allTextContents();
    const agreeing = topics.filter((topic) => topic === 'music').length;
    await expect(column.locator('.tally')).toHaveText(`${agreeing} of 10 on music`);
  }
  await expect(page).toHaveURL(/document=\d+/);
  await texts.map.scrollIntoViewIfNeeded();
  const box = await boxOf(texts.map);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const tip = texts.map.locator('.tip');
  await expect(tip).toBeVisible();
  const pointed = await textOf(tip);
  await page.mouse.down();
  await page.mouse.up();
  await expect(texts.note).toContainText(pointed);
  await texts.map.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tip).toBeVisible();
  const reached = await textOf(tip);
  await page.keyboard.press('Enter');
  await expect(texts.note).toContainText(reached);
  await texts.back.click();
  await expect(texts.query).toBeFocused();
  await expect(texts.back).toBeHidden();
  await expect(page).not.toHaveURL(/document=/);
});

sharedTest(
  'a word is typed, and each method finds texts; the codes also those without the word',
  async ({ lab, page }) => {
    const texts = new Texts(lab);
    await texts.open();
    await expect(texts.about).toHaveText(/^240 documents on 8 topics, 2,000 words counted$/);
    await texts.learnt();
    await texts.query.fill('');
    await expect(texts.tfidf.locator('.why')).toBeVisible();
    await texts.query.pressSequentially('planet orbit');
    await expect.poll(() => texts.share(texts.tfidf, 'astronomy')).toBeGreaterThan(0.7);
    await expect.poll(() => texts.share(texts.lsa, 'astronomy')).toBeGreaterThan(0.7);
    await expect.poll(() => texts.share(texts.autoencoder, 'astronomy')).toBeGreaterThanOrEqual(0.7);
    await expect(texts.autoencoder.locator('em:visible').first()).toHaveText('no word in common');
    await expect(texts.tfidf.locator('em:visible')).toHaveCount(0);
    await expect(page).toHaveURL(/query=planet\+orbit/);
    await texts.query.fill('planet xyzzy');
    await expect(texts.note).toContainText('“xyzzy” is not in the vocabulary');
    await page.reload();
    await expect(texts.query).toHaveValue('planet xyzzy');
    await expect(texts.note).toContainText('“xyzzy”');
  },
);

sharedTest('on a phone one method is shown at a time, chosen by keyboard too', async ({ lab, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const texts = new Texts(lab);
  await lab.go('#view=text');
  await expect(texts.hits(texts.autoencoder).first()).toBeVisible();
  await expect(texts.tfidf).toBeHidden();
  await page.getByRole('radio', { name: 'Autoencoder' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(texts.lsa).toBeVisible();
  await expect(texts.autoencoder).toBeHidden();
});

sharedTest(
  'an example is pressed, and the maps change while the autoencoders learn',
  async ({ lab, page }) => {
    const texts = new Texts(lab);
    await texts.open();
    await lab.button('Start anew').click();
    const canvas = page
      .getByRole('application', { name: 'Map of the texts by the autoencoder' })
      .locator('canvas')
      .first();
    const first = await lab.pixels(canvas);
    await lab.changed(canvas, first);
    await lab.button('piano melody').press('Enter');
    await expect(texts.query).toHaveValue('piano melody');
    await expect.poll(() => texts.share(texts.tfidf, 'music')).toBeGreaterThan(0.5);
    await expect(texts.note).toContainText('hold no word of the query');
  },
);

sharedTest('learning pauses, goes on, begins anew, and waits while nobody looks', async ({ lab, page }) => {
  const texts = new Texts(lab);
  await texts.open();
  // Far enough that what begins anew is told from it.
  await expect(texts.learning).toHaveText(/learning: \d\d %|learnt in/);
  await lab.button('Start anew').click();
  await expect(texts.learning).toHaveText(/learning: [1-9] %/);
  await lab.button('Pause').click();
  await expect(texts.learning).toHaveText(/paused at/);
  const paused = await texts.learning.textContent();
  await lab.frames(36);
  expect(await texts.learning.textContent()).toBe(paused);
  await lab.button('Learn').click();
  await expect(texts.learning).toHaveText(/learning/);
  await lab.button('Start anew').click();
  await expect(texts.learning).toHaveText(/learning/);
  await page.getByRole('link', { name: 'Draw' }).click();
  await expect(lab.error).toHaveText(/\d/);
  await page.getByRole('link', { name: 'Text' }).click();
  await expect(texts.learning).toHaveText(/learning/);
});

sharedTest('texts of one’s own in Chinese are found by Chinese words', async ({ lab }) => {
  const texts = new Texts(lab);
  await texts.open();
  await texts.drop('中文.txt', CHINESE.join('\n'));
  await expect(texts.about).toHaveText(/^中文\.txt: 6 documents, \d+ words counted$/);
  await expect(texts.note).toContainText(found(CHINESE[0], 'text'));
  await texts.query.fill('股票');
  await expect.poll(async () => (await texts.titles(texts.tfidf)).length).toBe(3);
  for (const title of await texts.titles(texts.tfidf)) expect(title).toContain('股票');
  await lab.button('Back to the first texts').click();
  await expect(texts.about).toHaveText(/^240 documents/);
});

sharedTest('a file dropped on the page is read, with its titles and topics', async ({ lab, page }) => {
  const texts = new Texts(lab);
  await texts.open();
  await page.evaluate(() => {
    const lines = [
      'title,topic,text',
      'One,birds,"A wren sings, and a robin answers"',
      'Two,cars,An engine roars',
    ];
    const data = new DataTransfer();
    data.items.add(new File([lines.join('\n')], 'table.csv'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
  });
  await expect(texts.about).toHaveText(/^table\.csv: 2 documents on 2 topics/);
  await expect(page.getByRole('button', { name: 'Only the topic birds' })).toBeVisible();
  await expect(texts.note).toContainText('One birds');
});

sharedTest('hostile files are refused in words, and the texts before stay', async ({ lab }) => {
  const texts = new Texts(lab);
  await texts.open();
  const before = await texts.about.textContent();
  for (const [name, content] of Object.entries({
    nothing: '',
    'empty lines': '\n\n\n',
    'a binary file': Buffer.from([0x89, 0x50, 0, 1, 2, 3, 0, 255]),
    'invalid UTF-8': Buffer.from([0x68, 0x69, 0x0a, 0xc3, 0x28, 0x0a]),
  }))
    await test.step(name, async () => {
      await texts.query.fill('');
      await expect(texts.tfidf.locator('.why'), name).toBeVisible();
      await texts.drop('hostile.txt', content);
      await expect(texts.messages, name).toHaveText(/\w+/);
      expect(await texts.about.textContent(), name).toBe(before);
      await texts.query.fill('oven');
      await expect.poll(() => texts.share(texts.tfidf, 'cooking'), name).toBeGreaterThan(0.5);
      await lab.button('Dismiss').click();
      await expect(texts.messages, name).toBeEmpty();
    });
});

sharedTest('odd texts give results or say why not', async ({ lab }) => {
  const texts = new Texts(lab);
  await texts.open();
  for (const [name, content, documents] of /** @type {const} */ ([
    ['one document', 'The quick brown fox jumps over the lazy dog.', '1 document,'],
    ['one word', 'fox', '1 document, 1 word '],
    ['a text with empty lines', 'A fox runs.\n\n\nA dog sleeps.\n', '2 documents,'],
    ['a million words', 'fox dog '.repeat(500_000) + '\ncat sleeps', '2 documents,'],
  ]))
    await test.step(name, async () => {
      if (await lab.button('Dismiss').isVisible()) await lab.button('Dismiss').click();
      await texts.query.fill('');
      await texts.drop(`${name}.txt`, content);
      await expect(async () => {
        const [about, message] = [await textOf(texts.about), await textOf(texts.messages)];
        expect(about.includes(`${name}.txt: ${documents}`) || message.length > 10).toBe(true);
      }, name).toPass();
      await texts.query.fill('fox');
      await expect(texts.query, name).toHaveValue('fox');
    });
});

sharedTest(
  'a file too large is refused before it is read, and the page stays free',
  async ({ lab, page }, info) => {
    const texts = new Texts(lab);
    await texts.open();
    const { writeFileSync } = await import('node:fs');
    const path = info.outputPath('large.txt');
    writeFileSync(path, Buffer.alloc(65 * 2 ** 20, 'word '));
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open or drop your own texts' }).click();
    await (await chosen).setFiles(path);
    await expect(texts.messages).toContainText('large.txt has 65 MB, and the most is 64 MB.');
    await expect(texts.about).toHaveText(/^240 documents/);
  },
);

sharedTest('another vocabulary counts the words anew', async ({ lab, page }) => {
  const texts = new Texts(lab);
  await texts.open();
  const words = page.getByLabel('Vocabulary', { exact: true });
  await words.fill('100');
  await words.press('Enter');
  await expect(texts.about).toHaveText(/, 100 words counted$/);
  await expect(page).toHaveURL(/words=100/);
  await texts.learnt();
});

test('nothing moves while the texts come and are learnt', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const shift = await lab.shifting(true);
  const texts = new Texts(lab);
  // A small vocabulary is learnt soon.
  await texts.open('&words=300');
  await texts.learnt();
  expect(await shift()).toBeLessThan(0.02);
});

test('the page paints while texts are learnt', { tag: '@timing' }, async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const texts = new Texts(lab);
  await texts.open();
  await expect(texts.learning).toHaveText(/learning/);
  const longest = await page.evaluate(async () => {
    let [last, most] = [performance.now(), 0];
    const end = last + 2000;
    while (last < end) {
      const now = await new Promise(requestAnimationFrame);
      most = Math.max(most, now - last);
      last = now;
    }
    return most;
  });
  expect(longest).toBeLessThan(500);
});
