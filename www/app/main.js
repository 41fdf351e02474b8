// Where the page starts: the session, the picture, and the views around it.
import { Data } from '../engine/digits-in-use.js';
import { Session } from '../engine/session.js';
import { Trainer } from '../engine/trainer.js';
import { mountParticulars } from '../families/index.js';
import { compare } from '../features/compare/view.js';
import { draw } from '../features/draw/view.js';
import { few } from '../features/few-labels/view.js';
import { inside } from '../features/inside/view.js';
import { map } from '../features/map/view.js';
import { sampling } from '../features/sampling/view.js';
import { search } from '../features/search/view.js';
import { text } from '../features/text/view.js';
import { train } from '../features/train/view.js';
import { Drawing } from '../picture/drawing.js';
import { Picture } from '../picture/picture.js';
import { element, find } from '../shared/element.js';
import { tell } from '../widgets/messages.js';
import { State } from '../engine/address.js';
import { mountDevice } from './device-badge.js';
import { mountChooser } from './model-chooser.js';
import { scrolling } from './navigation.js';

/** @typedef {{ state: State, session: Session, picture: Picture, drawing: Drawing, data: Data, trainer: Trainer }} Page what every view is given */
/** @typedef {{ show: () => void, hide: () => void }} Mounted */
/** @typedef {{ id: string, label: string, mount: (page: Page, panel: HTMLElement, below: HTMLElement) => Mounted }} View */

/** The tools, in the order of the navigation; the first is where a visit starts. @type {View[]} */
const VIEWS = [draw, map, search, text, compare, inside, few, sampling, train];

const state = new State();
const session = new Session(state);
const picture = new Picture(find('#picture'), session);
const data = new Data(session);
const drawing = new Drawing(session, picture);
const page = { state, session, picture, drawing, data, trainer: new Trainer(session, data) };
mountDevice(session);
mountChooser(session);
mountViews();
mountParticulars(find('#particular'), page);
session.start().catch(tell);

function mountViews() {
  const tabs = VIEWS.map((view) => {
    const link = element('a', { href: `#view=${view.id}`, 'data-label': view.label }, view.label);
    const [panel, below] = [element('div', { className: view.id }), element('div', { className: view.id })];
    find('#panel').append(panel);
    find('#below').append(below);
    const { show, hide } = view.mount(page, panel, below);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      state.set({ view: view === VIEWS[0] ? '' : view.id });
    });
    return { view, link, panel, below, show, hide };
  });
  const nav = find('#views');
  nav.append(...tabs.map(({ link }) => link));
  const reachCurrent = scrolling(nav);
  /** @type {typeof tabs[number] | undefined} */
  let current;
  const select = () => {
    const next = tabs.find(({ view }) => view.id === state.value('view')) ?? tabs[0];
    if (next === current) return;
    current?.hide();
    current = next;
    for (const tab of tabs) {
      tab.panel.hidden = tab.below.hidden = tab !== next;
      tab.link.toggleAttribute('aria-current', tab === next);
      if (tab === next) tab.link.setAttribute('aria-current', 'page');
    }
    document.body.dataset.view = next.view.id;
    reachCurrent();
    next.show();
  };
  state.addEventListener('change', select);
  select();
}
