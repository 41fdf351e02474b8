// Where the page starts: the session, the picture, and the views around it.
import { mountChooser } from './chooser.js';
import { mountDevice } from './device.js';
import { Data } from './data.js';
import { Drawing } from './drawing.js';
import { element, find } from './element.js';
import { tell } from './messages.js';
import { scrolling } from './navigation.js';
import { mountParticulars } from './particulars/index.js';
import { Picture } from './picture.js';
import { Session } from './session.js';
import { State } from './state.js';
import { Trainer } from './trainer.js';
import { compare } from './views/compare.js';
import { draw } from './views/draw.js';
import { few } from './views/few.js';
import { inside } from './views/inside.js';
import { map } from './views/map.js';
import { sampling } from './views/sampling.js';
import { search } from './views/search.js';
import { text } from './views/text.js';
import { train } from './views/train.js';

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
