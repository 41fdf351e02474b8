// A model learns in front of one, from digits of one's choice.
import { computed, untracked } from '@preact/signals-core';
import { digits, training } from '../../engine/settings.js';
import { at } from '../../shared/at.js';
import { element } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { effect, follow, onEnd } from '../../shared/scope.js';
import { html, show } from '../../shared/template.js';
import { filePicker, saveFile } from '../../widgets/files.js';
import { createForm, settingsForm } from '../../widgets/form.js';
import { LossChart } from '../../widgets/loss-chart.js';
import { track } from '../../widgets/messages.js';
import { LINES, parts, termKey } from './loss-terms.js';
import { transport } from './run-controls.js';
import { TestDigits } from './test-digits.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../../engine/trainer.js').Trainer} Trainer */

export const sheet = new URL('./style.css', import.meta.url);

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below */
export function mount({ session, picture, drawing, data, trainer }, panel, below) {
  const strip = new TestDigits(session, data, picture, drawing);
  const chart = new LossChart(
    element('div', { className: 'chart', role: 'img', 'aria-label': 'Losses by step' }),
  );
  effect(() => void panel.classList.toggle('waiting', !session.model));
  panel.append(familyForm(session), dataForm(data), trainingForm(trainer));
  below.append(
    transport(trainer),
    element('div', { className: 'watch' }, chartBox(chart, session, trainer, picture), strip.root),
    exchange(session),
  );
  effect(() => {
    const { history } = trainer;
    const config = /** @type {Record<string, unknown>} */ (session.model?.config ?? {});
    const lines = parts(history.terms, config).map(({ name }, i) => ({
      colour: at(LINES, i % LINES.length),
      values: history.terms[name] ?? [],
    }));
    chart.show(history, lines);
  });
}

/** What the model is made of; another value makes another model. @param {Session} session */
function familyForm(session) {
  const box = element('section', { 'aria-label': 'Model' });
  const family = computed(() => session.family);
  effect(() => {
    const { id, label, controls, presets = [] } = family.value ?? {};
    if (!id || !controls) return;
    const config = () => /** @type {Record<string, unknown>} */ (session.model?.config ?? {});
    const form = createForm(
      controls,
      (name) => config()[name],
      (name, value) => void session.createFresh(id, { ...untracked(config), [name]: value }),
    );
    box.replaceChildren(element('h2', {}, label ?? ''), ...presetButtons(session, id, presets), form);
  });
  return box;
}

/** @param {Session} session @param {string} family @param {import('../../../pkg/autoencoder_lab.js').Preset[]} presets */
function presetButtons(session, family, presets) {
  if (presets.length === 0) return [];
  const note = element('p', { className: 'caption', role: 'status' });
  const buttons = presets.map(({ label, help, config }) => {
    const button = element('button', { type: 'button', title: help }, label);
    button.addEventListener('click', async () => {
      await session.createFresh(family, config);
      note.textContent = help;
    });
    return button;
  });
  const group = element('div', { className: 'presets', role: 'group', 'aria-label': 'Presets' }, ...buttons);
  return [group, note];
}

/** @param {Data} data */
function dataForm(data) {
  const about = element('p', { className: 'caption', role: 'status' }, ' ');
  follow(
    () => data.source,
    async (source, isNewest) => {
      // Whoever asked for them hears of a failure.
      const made = await source.catch(() => undefined);
      if (!made || !isNewest()) return;
      const { train, test, name } = made;
      about.textContent = `${count(train.count)} to learn from, ${count(test.count)} to test (${name})`;
    },
  );
  const form = settingsForm({ digits }, () => data.own && void data.useGenerated());
  const mnist = element(
    'button',
    { type: 'button', title: '11.6 MB from storage.googleapis.com' },
    'Download MNIST',
  );
  mnist.addEventListener('click', async () => {
    mnist.disabled = true;
    await data.useMnist().finally(() => (mnist.disabled = false));
  });
  const own = filePicker(
    'Open idx files',
    '.gz,.idx,.idx3-ubyte,.idx1-ubyte,application/gzip',
    true,
    (files) => data.useFiles(files),
  );
  const buttons = element('div', { className: 'tools' }, own, mnist);
  return element('section', { 'aria-label': 'Data' }, element('h2', {}, 'Digits'), form, buttons, about);
}

/** @param {Trainer} trainer */
function trainingForm(trainer) {
  const form = settingsForm(training, async () => {
    if (!trainer.running) return;
    await trainer.pause();
    trainer.play(training.steps.value);
  });
  return element('section', { 'aria-label': 'Training' }, element('h2', {}, 'Training'), form);
}

/** The chart, and a key that says what each term is worth and lights where it acts. @param {LossChart} chart @param {Session} session @param {Trainer} trainer @param {Page['picture']} picture */
function chartBox(chart, session, trainer, picture) {
  const key = show(element('p', { className: 'key' }), () => {
    const config = /** @type {Record<string, unknown>} */ (session.model?.config ?? {});
    const terms = termKey(trainer, config, (place) => picture.light(place));
    return html`<span class="key-train">train loss</span><span class="key-test">test loss</span>${terms}`;
  });
  onEnd(() => picture.light(undefined));
  return element('section', { 'aria-label': 'Loss' }, key, chart.root);
}

/** @param {Session} session */
function exchange(session) {
  const download = element('button', { type: 'button' }, 'Download the model');
  download.addEventListener('click', async () => {
    const { model } = session;
    if (!model) return;
    const bytes = await track('Saving the model', () => session.call('save', model.id));
    saveFile(`${model.family}-${model.codeSize}.safetensors`, bytes);
  });
  const load = filePicker('Load a model', '.safetensors', false, async (files) =>
    session.adopt(new Uint8Array(await at(files, 0).arrayBuffer())),
  );
  const hint = element(
    'p',
    { className: 'caption' },
    'Models and idx files can also be dropped anywhere on the page.',
  );
  return element('section', { className: 'exchange', 'aria-label': 'Files' }, download, load, hint);
}
