// The second screen: a model learns in front of one, from digits of one's choice.
import { DIGITS, TRAINING } from '../../engine/settings.js';
import { presetsOf } from '../../families/presets.js';
import { element, find } from '../../shared/element.js';
import { count } from '../../shared/format.js';
import { sized } from '../../shared/pen-sequences.js';
import { filePicker, saveFile, takeDrops } from '../../widgets/files.js';
import { createForm } from '../../widgets/form.js';
import { LossChart } from '../../widgets/loss-chart.js';
import { tell, track } from '../../widgets/messages.js';
import { transport } from './run-controls.js';
import { TestDigits } from './test-digits.js';

/** @typedef {import('../../picture/page.js').Page} Page */
/** @typedef {import('../../picture/page.js').Mounted} Mounted */
/** @typedef {import('../../engine/session.js').Session} Session */
/** @typedef {import('../../engine/digits-in-use.js').Data} Data */
/** @typedef {import('../../engine/trainer.js').Trainer} Trainer */

/** @param {Page} page @param {HTMLElement} panel @param {HTMLElement} below @returns {Mounted} */
function mount({ session, picture, data, trainer }, panel, below) {
  const strip = new TestDigits(session, data, picture);
  const chart = new LossChart(
    element('div', { className: 'chart', role: 'img', 'aria-label': 'Losses by step' }),
  );
  panel.classList.add('waiting');
  session.addEventListener('model', () => panel.classList.remove('waiting'), { once: true });
  panel.append(familyForm(session), dataForm(session, data), trainingForm(session, trainer));
  below.append(
    transport(trainer),
    element('div', { className: 'watch' }, chartBox(chart), strip.root),
    exchange(session),
  );
  trainer.addEventListener('change', () => chart.show(trainer.history));
  const isModel = (/** @type {File} */ { name }) => name.endsWith('.safetensors');
  takeDrops(
    (files) => files.some(isModel),
    async (files) => session.adopt(new Uint8Array(await files.filter(isModel)[0].arrayBuffer())),
  );
  takeDrops(
    () => true,
    async (files) => {
      await data.useFiles(files);
      session.state.set({ view: train.id });
    },
  );
  return { show: () => strip.show(), hide: () => strip.hide() };
}

/** What the model is made of; another value makes another model. @param {Session} session */
function familyForm(session) {
  const box = element('section', { 'aria-label': 'Model' });
  let shown = '';
  session.addEventListener('model', () => {
    const { model, families } = session;
    const family = families.find(({ id }) => id === model?.family);
    // The form stays when it already says what the model is: whoever types in it keeps the focus.
    const says = JSON.stringify([model?.family, model?.config]);
    if (!family || !model || says === shown) return;
    shown = says;
    /** @type {Record<string, unknown>} */
    const config = { ...model.config };
    const form = createForm(family.controls, config, (name, value) => {
      config[name] = value;
      shown = JSON.stringify([family.id, sized(config)]);
      session.createFresh(family.id, config).catch(tell);
    });
    box.replaceChildren(element('h2', {}, family.label), ...presetButtons(session, family.id), form);
  });
  return box;
}

/** @param {Session} session @param {string} family */
function presetButtons(session, family) {
  const presets = presetsOf(family);
  if (presets.length === 0) return [];
  const note = element('p', { className: 'caption', role: 'status' });
  const buttons = presets.map(({ label, help, config }) => {
    const button = element('button', { type: 'button', title: help }, label);
    button.addEventListener('click', async () => {
      await session.createFresh(family, config).catch(tell);
      // The form was filled anew with the model.
      find('.presets + .caption').textContent = help;
    });
    return button;
  });
  const group = element('div', { className: 'presets', role: 'group', 'aria-label': 'Presets' }, ...buttons);
  return [group, note];
}

/** @param {Session} session @param {Data} data */
function dataForm({ state }, data) {
  const about = element('p', { className: 'caption', role: 'status' }, ' ');
  const describe = async () => {
    const { train, test, name } = await data.ready();
    about.textContent = `${count(train.count)} to learn from, ${count(test.count)} to test (${name})`;
  };
  data.addEventListener('change', () => describe().catch(tell));
  const form = createForm([DIGITS], { [DIGITS.name]: state.value(DIGITS.name) }, (name, value) => {
    state.set({ [name]: value });
    data.useGenerated().catch(tell);
  });
  const mnist = element(
    'button',
    { type: 'button', title: '11.6 MB from storage.googleapis.com' },
    'Download MNIST',
  );
  mnist.addEventListener('click', async () => {
    mnist.disabled = true;
    await data.useMnist().catch(tell);
    mnist.disabled = false;
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

/** @param {Session} session @param {Trainer} trainer */
function trainingForm({ state }, trainer) {
  const box = element('section', { 'aria-label': 'Training' });
  const read = () => Object.fromEntries(TRAINING.map(({ name }) => [name, state.value(name)]));
  let shown = '';
  const fill = () => {
    const values = read();
    // The form stays when it already says so: whoever types in it keeps the focus.
    if (JSON.stringify(values) === shown) return;
    shown = JSON.stringify(values);
    const form = createForm(TRAINING, values, async (name, value) => {
      values[name] = value;
      shown = JSON.stringify(values);
      state.set({ [name]: value });
      if (!trainer.running) return;
      await trainer.pause();
      trainer.play(state.value('steps'));
    });
    box.replaceChildren(element('h2', {}, 'Training'), form);
  };
  state.addEventListener('change', fill);
  fill();
  return box;
}

/** @param {LossChart} chart */
function chartBox(chart) {
  const key = element('p', { className: 'key' }, element('span', { className: 'key-train' }, 'train loss'));
  key.append(element('span', { className: 'key-test' }, 'test loss'));
  return element('section', { 'aria-label': 'Loss' }, key, chart.root);
}

/** @param {Session} session */
function exchange(session) {
  const download = element('button', { type: 'button' }, 'Download the model');
  download.addEventListener('click', async () => {
    const { model } = session;
    if (!model) return;
    try {
      const bytes = await track('Saving the model', () => session.call('save', model.id));
      saveFile(`${model.family}-${model.codeSize}.safetensors`, bytes);
    } catch (error) {
      tell(error);
    }
  });
  const load = filePicker('Load a model', '.safetensors', false, async ([file]) =>
    session.adopt(new Uint8Array(await file.arrayBuffer())),
  );
  const hint = element(
    'p',
    { className: 'caption' },
    'Models and idx files can also be dropped anywhere on the page.',
  );
  return element('section', { className: 'exchange', 'aria-label': 'Files' }, download, load, hint);
}

/** @type {import('../../picture/page.js').View} */
export const train = { id: 'train', label: 'Train', mount };
