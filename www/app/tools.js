// The tools, in the order of the navigation; the first is where a visit starts. Each is fetched when it is first opened.
import { signal } from '@preact/signals-core';
import { together } from '../engine/setting.js';
import { VIEW } from '../engine/settings.js';
import { element, find } from '../shared/element.js';
import { LabFailure } from '../shared/failure.js';
import { follow, listen, scope } from '../shared/scope.js';
import { say } from '../widgets/messages.js';
import { scrolling } from './navigation.js';

/** @typedef {import('../picture/page.js').Page} Page */
/** @typedef {import('../picture/page.js').Tool} Tool */
/** `layout` says how the tool wants the page around it, in the words of layouts.css. @typedef {{ id: string, label: string, layout: string, load: () => Promise<Tool> }} Entry */

/** What people come for, each with its tools. @type {[string, Entry[]][]} */
const GROUPS = [
  [
    'see',
    [
      { id: 'draw', label: 'Draw', layout: 'family', load: () => import('../features/draw/view.js') },
      { id: 'map', label: 'Map', layout: 'wide', load: () => import('../features/map/view.js') },
      { id: 'inside', label: 'Inside', layout: '', load: () => import('../features/inside/view.js') },
      { id: 'compare', label: 'Compare', layout: '', load: () => import('../features/compare/view.js') },
    ],
  ],
  [
    'use',
    [
      { id: 'search', label: 'Search', layout: '', load: () => import('../features/search/view.js') },
      { id: 'text', label: 'Text', layout: 'alone settings', load: () => import('../features/text/view.js') },
      {
        id: 'few',
        label: 'Few labels',
        layout: 'alone settings',
        load: () => import('../features/few-labels/view.js'),
      },
    ],
  ],
  [
    'learn',
    [
      {
        id: 'train',
        label: 'Train',
        layout: 'family settings columns',
        load: () => import('../features/train/view.js'),
      },
      {
        id: 'sampling',
        label: 'Sampling',
        layout: 'alone',
        load: () => import('../features/sampling/view.js'),
      },
    ],
  ],
];
const TOOLS = GROUPS.flatMap(([, tools]) => tools);

/** Characters of an unknown name that are quoted. */
const QUOTED = 40;

/** The tool that the link names; where it names none that there is, it is told and forgotten. */
function current() {
  const id = VIEW.value;
  const found = TOOLS.find((tool) => tool.id === id);
  if (!found && id !== '') {
    const quoted = id.length > QUOTED ? `${id.slice(0, QUOTED)}…` : id;
    say(`There is no tool ${quoted}.`, 'Choose one above.');
    queueMicrotask(() => VIEW.clear());
  }
  return found ?? TOOLS[0];
}

/** Style sheets that have come. @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** Waits for a tool's own style sheet. @param {URL} sheet */
function dress({ href }) {
  const known = sheets.get(href);
  if (known) return known;
  const link = element('link', { rel: 'stylesheet', href });
  /** @type {Promise<void>} */
  const dressed = new Promise((resolve) => {
    link.addEventListener('load', () => resolve());
    // A tool without its style still works, and asks for it the next time.
    link.addEventListener('error', () => {
      sheets.delete(href);
      link.remove();
      resolve();
    });
  });
  document.head.append(link);
  sheets.set(href, dressed);
  return dressed;
}

/**
 * What is fetched of a tool when it is first needed.
 * @template T
 * @param {string} label
 * @param {Promise<T>} module
 */
export const arrived = (label, module) =>
  module.catch((error) => {
    // Each browser has words of its own for it; an error in the module is another matter.
    if (!/module/i.test(error.message)) throw error;
    throw new LabFailure({
      code: 'download-failed',
      message: `${label} did not arrive.`,
      hint: 'It is fetched when the network is back or it is opened again.',
    });
  });

/** @param {Page} page @param {import('@preact/signals-core').Signal<string>} shown is told which tool is */
export function mountTools(page, shown) {
  const nav = find('#views');
  /** Grows when what did not arrive may do so. */
  const tries = signal(0);
  listen(window, 'online', () => tries.value++);
  const links = TOOLS.map(({ id, label }, i) => {
    const link = element('a', { href: `#view=${id}`, 'data-label': label }, label);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      together(() => {
        page.open(i === 0 ? '' : id);
        tries.value++;
      });
    });
    return link;
  });
  for (const [name, tools] of GROUPS) {
    const own = tools.map((tool) => /** @type {HTMLElement} */ (links[TOOLS.indexOf(tool)]));
    const group = { className: 'group', role: 'group', 'aria-label': name };
    nav.append(element('div', group, element('span', { 'aria-hidden': 'true' }, name), ...own));
  }
  const reachCurrent = scrolling(nav);
  let leave = () => {};
  const wanted = () => {
    tries.value;
    return current();
  };
  follow(wanted, async (tool, isNewest) => {
    if (tool.id === shown.peek()) return;
    const { mount, sheet } = await arrived(tool.label, tool.load());
    if (sheet) await dress(sheet);
    if (!isNewest()) return;
    leave();
    const [panel, below] = [element('div', { className: tool.id }), element('div', { className: tool.id })];
    find('#panel').replaceChildren(panel);
    find('#below').replaceChildren(below);
    links.forEach((link, i) => {
      if (TOOLS[i] === tool) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    document.body.dataset.layout = tool.layout;
    document.body.dataset.view = shown.value = tool.id;
    reachCurrent();
    leave = scope(() => mount(page, panel, below));
  });
}
