// What is particular to each family is on the page, and answers.
import { readFileSync } from 'node:fs';
import { boxOf, expect, sharedTest, test, textOf } from './lab.js';

/** @type {{ weights: { family: string }[] }} */
const manifest = JSON.parse(
  readFileSync(new URL('../../www/weights/manifest.json', import.meta.url), 'utf8'),
);
const FAMILIES = [...new Set(manifest.weights.map(({ family }) => family))];

const canvases = (/** @type {import('@playwright/test').Locator} */ root) => root.locator('canvas');

sharedTest('every family has weights, comes back and samples', async ({ lab, page }) => {
  test.slow();
  await lab.open();
  const offered = await lab.family
    .locator('option')
    .evaluateAll((/** @type {HTMLOptionElement[]} */ options) => options.map(({ value }) => value));
  expect([...offered].sort()).toEqual([...FAMILIES].sort());
  for (const family of FAMILIES) {
    await lab.family.selectOption(family);
    await expect(page).toHaveURL(new RegExp(`family=${family}\\b`));
    await expect(lab.weights).toHaveValue(new RegExp(`${family}-`));
    await expect(lab.error).toHaveText(/^\d+\.\d$/);
    expect(Number(await lab.error.textContent())).toBeLessThan(60);
    await expect(page.locator('.samples .digit:enabled')).toHaveCount(10);
    await expect(page.locator('#equation math')).toBeVisible();
  }
});

sharedTest('the equation follows the configuration, in a font for mathematics', async ({ lab, page }) => {
  await lab.train('&family=sparse&weights=new&config={"codeSize":64}&digits=500');
  const equation = page.locator('#equation math');
  await expect(equation).toContainText('KL');
  await page.getByLabel('Penalty', { exact: true }).selectOption('l1');
  await expect(equation).not.toContainText('KL');
  const loaded = () =>
    page.evaluate(() =>
      [...document.fonts].some(({ family, status }) => `${family} ${status}` === 'STIX2 loaded'),
    );
  await expect.poll(loaded).toBe(true);
});

sharedTest('conditional: a drawing as every class, and samples of one', async ({ lab, page }) => {
  await lab.open('#family=cvae');
  const others = page.getByRole('group', { name: 'Your digit as every class' });
  await expect(others.locator('.digit:enabled')).toHaveCount(10);
  const samples = page.getByRole('group', { name: 'Samples of the class' });
  await expect(samples.locator('.digit:enabled')).toHaveCount(10);
  const three = await lab.pixels(canvases(samples).first());
  await lab.button('Sample the digit 7').click();
  await expect(lab.button('Sample the digit 7')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => lab.pixels(canvases(samples).first())).not.toBe(three);
  const before = await lab.pixels(lab.output);
  await lab.button('Your digit as a 0').click();
  await lab.changed(lab.output, before);
  const zero = await lab.settled(canvases(others).first());
  await expect.poll(() => lab.pixels(lab.output)).toBe(zero);
  await lab.weights.selectOption('cvae-8-conditioned');
  // Which class it is has buttons, not sliders.
  await expect(page.locator('.bank input')).toHaveCount(8);
});

sharedTest('Boltzmann machine: a chain that moves step by step, and its energies', async ({ lab, page }) => {
  test.slow();
  await lab.open('#family=rbm');
  // A drawing of one's own, so that no example draws itself meanwhile.
  await lab.button('Clear').click();
  await lab.stroke([
    [0.3, 0.2],
    [0.7, 0.2],
    [0.4, 0.8],
  ]);
  const chain = await lab.part('Gibbs chain from your digit');
  const now = page.getByRole('img', { name: 'The chain now' });
  await lab.settled(lab.output);
  const start = await lab.settled(now);
  // The stroke's last points may yet arrive and begin another chain.
  await expect(async () => {
    await chain.getByRole('button', { name: 'One step' }).click();
    await expect(chain.getByRole('status')).toContainText('1 step from', { timeout: 5000 });
  }).toPass();
  await lab.changed(now, start);
  // Step by step where motion is wanted; without it the end is there at once.
  const said = await chain.getByRole('status').evaluateHandle((status) => {
    /** @type {number[]} */
    const said = [];
    new MutationObserver(() => said.push(parseInt(status.textContent))).observe(status, { childList: true });
    return said;
  });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await chain.getByRole('button', { name: 'Run the chain' }).click();
  await expect.poll(() => said.evaluate((said) => said.length)).toBeGreaterThanOrEqual(10);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(chain.getByRole('status')).toContainText('200 steps');
  const steps = (await said.jsonValue()).slice(0, 10);
  expect(steps).toEqual(steps.map((_, i) => 2 + i));
  const energy = await lab.part('energy and likelihood');
  await expect(energy.locator('dd').first()).toHaveText(/nats/);
  const before = await textOf(energy.locator('dd').first());
  await lab.stroke([
    [0.2, 0.2],
    [0.8, 0.8],
  ]);
  await expect(energy.locator('dd').first()).not.toHaveText(before);
  await energy.getByRole('button', { name: 'Estimate the likelihood' }).click();
  await expect(energy.locator('dd').last()).toHaveText(/−\d+\.\d nats \(±/, { timeout: 120_000 });
});

sharedTest('denoising: the drawing is damaged and restored', async ({ lab, page }) => {
  await lab.open('#family=denoising');
  const box = await lab.part('your digit, damaged and restored');
  const damaged = page.getByRole('img', { name: 'damaged' });
  await expect(async () => {
    const errors = await box.locator('.caption').allTextContents();
    const [corrupted = NaN, restored] = errors
      .filter((text) => /\d/.test(text))
      .map((text) => Number(text.match(/[\d.]+/)));
    expect(restored).toBeLessThan(corrupted);
  }).toPass();
  const before = await lab.settled(damaged);
  await box.getByRole('button', { name: 'Damage it again' }).click();
  await lab.changed(damaged, before);
  await box.getByLabel('Corruption', { exact: true }).selectOption('salt-and-pepper');
  const salted = await lab.settled(damaged);
  await box.getByLabel('Corruption level', { exact: true }).fill('0.6');
  await box.getByLabel('Corruption level', { exact: true }).blur();
  await lab.changed(damaged, salted);
});

sharedTest(
  'PCA and a linear autoencoder come to the same error and the same subspace',
  async ({ lab, page }) => {
    test.slow();
    await lab.open('#family=pca&digits=2000');
    const box = await lab.part('PCA beside a linear autoencoder');
    const start = box.getByRole('button', { name: 'Find it in both ways' });
    await start.click();
    await expect(start).toBeEnabled({ timeout: 120_000 });
    const text = (await box.getByRole('status').textContent()) ?? '';
    const [solved = NaN, descended] = (text.match(/\d+\.\d+/g) ?? []).map(Number);
    expect(text).toContain('after 1000 steps');
    expect(descended).toBeGreaterThan(0.98 * solved);
    expect(descended).toBeLessThan(1.05 * solved);
    expect(Number(/share (\d+) %/.exec(text)?.[1])).toBeGreaterThan(90);
    // The digit comes back alike.
    const [one = NaN, other = NaN] = (await box.locator('figure .caption').allTextContents())
      .map((error) => Number(/[\d.]+$/.exec(error)?.[0]))
      .slice(1);
    expect(Math.abs(one - other)).toBeLessThan(0.1 * one);
  },
);

sharedTest('sparse: the histogram is of the model as it learns', async ({ lab, page }) => {
  await lab.train('&family=sparse&weights=new&digits=1000&batchSize=32&config={"codeSize":100}');
  const box = await lab.part('how active the hidden units are');
  const caption = box.locator('figcaption').first();
  await expect(caption).toHaveText(/mean activation 0\.[3-6]/);
  const fresh = await caption.textContent();
  await lab.button('Play').click();
  await expect.poll(async () => (await box.locator('figcaption').first().textContent()) !== fresh).toBe(true);
  await lab.button('Pause').click();
});

sharedTest('stacked: while a layer learns, pictures come back through it', async ({ lab, page }) => {
  const config = '{"widths":[200,20,2],"layerSteps":400}';
  await lab.train(`&family=stacked&weights=new&config=${config}&digits=1000&batchSize=64`);
  const parts = await lab.part('one part after the other');
  await parts.getByRole('button', { name: 'Train the next part' }).click();
  await expect(parts.locator('.now')).toContainText('200–20', { timeout: 60_000 });
  // Through all layers, two of which know nothing, the error would be that of a grey picture, above 100.
  await expect.poll(async () => Number(await lab.error.textContent())).toBeLessThan(40);
});

sharedTest('sparse: the histogram says how many units fire', async ({ lab, page }) => {
  await lab.open('#family=sparse');
  const box = await lab.part('how active the hidden units are');
  await expect(box).toContainText(/mean activation 0\.1\d\d, aim ρ = 0\.1/);
  await expect(box).toContainText(/\d\.\d % of the units fire/);
});

sharedTest(
  'convolutional: pooling takes four to one, unpooling one to four in two ways',
  async ({ lab, page }) => {
    await lab.open('#family=convolutional&weights=convolutional-128');
    let box = await lab.part('pooling and unpooling');
    await expect(box).toContainText('trained with copies');
    const told = () => textOf(box.getByRole('status'));
    await expect.poll(told).toMatch(/→/);
    const numbers = async () => (await told()).match(/\d+\.\d\d/g)?.map(Number) ?? [];
    const [a, b, c, d, pooled, ...back] = await numbers();
    expect(pooled).toBe(Math.max(a ?? 0, b ?? 0, c ?? 0, d ?? 0));
    // By switches once, and by copies four times.
    expect(back.slice(0, 4).filter((value) => value === pooled)).toHaveLength(1);
    expect(back.slice(4)).toEqual([pooled, pooled, pooled, pooled]);
    const map = box.getByRole('img', { name: 'a feature map' });
    const first = await lab.settled(map);
    await box.getByRole('combobox', { name: 'Feature map' }).selectOption('3');
    await lab.changed(map, first);
    // Weights restore best in the way that they were trained with.
    const errors = (await box.locator('figure .caption').allTextContents()).filter((text) => text !== '');
    const [switched, copied] = errors.map((text) => Number(/[\d.]+$/.exec(text)?.[0]));
    expect(copied).toBeLessThan(switched ?? 0);
    await page.getByRole('link', { name: 'Train' }).click();
    await page.getByRole('group', { name: 'Presets' }).getByRole('button', { name: 'switches' }).click();
    box = await lab.part('pooling and unpooling');
    await expect(box).toContainText('trained with switches');
  },
);

sharedTest('stacked: one part after the other, and presets', async ({ lab, page }) => {
  const config = '{"widths":[48,24,8],"layerSteps":5}';
  await lab.train(`&family=stacked&weights=new&config=${config}&digits=1000&batchSize=32`);
  const parts = await lab.part('one part after the other');
  await expect(parts.locator('.now')).toContainText('784–48');
  await parts.getByRole('button', { name: 'Train the next part' }).click();
  await expect(parts.locator('.now')).toContainText('48–24');
  await expect(parts.locator('.done').first()).toContainText('→');
  await lab.button('overcomplete, free').click();
  await expect(page.getByText('it learns little')).toBeVisible();
  await expect(parts.locator('.now')).toContainText('784–1000');
});

sharedTest('deep belief network: unrolled against random weights', async ({ lab, page }) => {
  test.slow();
  const config = '{"widths":[64,16],"layerSteps":5}';
  await lab.open(`#family=dbn&weights=new&config=${config}&digits=400&batchSize=32`);
  const race = await lab.part('does the pretraining help?');
  await race.getByRole('button', { name: 'Start the race' }).click();
  await expect(race.locator('.chart')).not.toHaveClass(/empty/);
  await expect(race.getByRole('button', { name: 'Start the race' })).toBeEnabled({ timeout: 60_000 });
});

sharedTest(
  'variational: a cloud of codes, a draw from it, and what each number tells',
  async ({ lab, page }) => {
    await lab.open('#family=vae&weights=vae-20');
    const box = await lab.part('the cloud of this digit');
    const bars = box.locator('.divergences span');
    await expect(bars).toHaveCount(20);
    await expect(box.getByRole('status')).toHaveText(/^KL\(q ‖ p\) of this digit: \d+\.\d nats/);
    // The bars add up to what is said, and each slider has its band.
    const told = parseFloat((await textOf(box.getByRole('status'))).replace(/^.*: /, ''));
    const nats = await bars.evaluateAll((/** @type {HTMLElement[]} */ spans) =>
      spans.map((span) => parseFloat(span.title.replace(/^.*: /, ''))),
    );
    expect(nats.reduce((sum, each) => sum + each, 0)).toBeCloseTo(told, 0);
    await expect(page.locator('.bank input.clouded')).toHaveCount(20);
    const drawn = await lab.settled(lab.output);
    await lab.button('Roll ε').click();
    await lab.changed(lab.output, drawn);
    await expect(lab.error).toHaveText('–');
    const rolled = await lab.settled(lab.output);
    await lab.button('Roll ε').click();
    await lab.changed(lab.output, rolled);
    await lab.open('#family=vae&weights=vae-2');
    const cloud = page.locator('.code-dock .cloud');
    await expect(cloud).toBeVisible();
    const { width, height } = await boxOf(cloud);
    expect(Math.min(width, height)).toBeGreaterThan(4);
    // An encoder that learnt with a large β tells nothing with some numbers.
    await lab.open('#family=dense&weights=dense-2-small');
    await expect(page.locator('.code-dock .cloud')).toBeHidden();
  },
);

sharedTest('variational: numbers that tell nothing are counted and greyed', async ({ lab, page }) => {
  await lab.open(
    '#family=vae&weights=new&config={"widths":[32,12],"beta":20}&digits=500&view=train&steps=300',
  );
  await lab.button('Play').click();
  await expect.poll(() => lab.number('step')).toBe(300);
  await page.getByRole('link', { name: 'Draw' }).click();
  const box = await lab.part('the cloud of this digit');
  await expect(box.getByRole('status')).toContainText('nothing of any digit');
  const quiet = Number(/; (\d+) of 12/.exec(await textOf(box.getByRole('status')))?.[1]);
  expect(quiet).toBeGreaterThan(3);
  await expect(page.locator('.bank input.silent')).toHaveCount(quiet);
  await expect(box.locator('.divergences .silent')).toHaveCount(quiet);
});

sharedTest('Boltzmann machine: contrastive divergence in slow motion', async ({ lab, page }) => {
  await lab.open('#family=rbm&weights=rbm-500');
  const box = await lab.part('contrastive divergence, one step');
  const stages = box.locator('.stages figure');
  await expect(stages).toHaveCount(6);
  const again = box.getByRole('img', { name: 'v*: drawn again' });
  const first = await lab.settled(again);
  expect(first).toMatch(/[1-9]/);
  // Drawn pixels are there or not.
  expect(new Set(first.split(' '))).toEqual(new Set(['0', '255']));
  await expect(box.getByRole('status')).toHaveText(
    /^E\(v, h\) = −?\d+\.\d, F\(v\) = −?\d+\.\d, F\(v\*\) = −?\d+\.\d nats/,
  );
  await box.getByRole('button', { name: 'Draw again' }).click();
  await lab.changed(again, first);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await box.getByRole('button', { name: 'Slow motion' }).click();
  await expect(box.locator('.stages .unseen')).toHaveCount(5);
  await expect(box.locator('.stages .unseen')).toHaveCount(0);
});
