// The selected parcel: outline on the map, card in the panel, address in the bar. The card is HTML from the
// server; the label and title come from the map feature at once, the answer follows.
import { pushSubject } from 'thodia/map/address.js';
import { choose } from 'thodia/map/style.js';
import { moveTime } from 'thodia/map/view.js';

const area = (value) => Number(value).toFixed(1).replace('.', ',');

export class Subject {
  /** `panel` is the element the card stands in. */
  constructor({ map, panel, foot, config, state, status }) {
    Object.assign(this, { map, panel, foot, config, state, status });
    this.home = panel.dataset.code ? null : panel.innerHTML;
    this.changed = [];
    this.watchHistory();
    panel.addEventListener('click', (event) => {
      if (event.target.closest('[data-close]')) { event.preventDefault(); this.close({ focus: true }); }
    });
  }

  /** Called with the code (or null) after every change. */
  onChange(listener) { this.changed.push(listener); }

  /** Outline the parcel whose version has this number; null: none. */
  outline(fid) {
    this.state.selected = fid;
    choose(this.map, fid);
  }

  /** A feature of the map (or null): label and title before the server has spoken. */
  sketch(properties) {
    const template = document.getElementById('card-sketch');
    const node = template.content.cloneNode(true);
    const set = (name, value) => { node.querySelector(`[data-slot=${name}]`).textContent = value; };
    const label = node.querySelector('.fraction');
    label.classList.add(`use-${properties.main_use}`);
    set('use', properties.land_use ?? '');
    set('number', properties.number ?? '?');
    set('area', area(properties.area ?? 0));
    set('title', this.config.texts.parcelTitle.replace('{number}', properties.number).replace('{sheet}', properties.sheet));
    this.panel.replaceChildren(node);
  }

  async open(code, { fid = null, properties = null, push = true, fly = false, focus = true } = {}) {
    this.asked?.abort();
    this.asked = new AbortController();
    this.outline(fid);
    if (properties) this.sketch(properties);
    if (push) pushSubject(this.config.urls.parcel.replace('CODE', code), code);
    for (const listener of this.changed) listener(code);
    try {
      const answer = await fetch(this.config.urls.card.replace('CODE', code), { signal: this.asked.signal, headers: { Accept: 'text/html' } });
      this.panel.innerHTML = await answer.text();
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.panel.replaceChildren(document.getElementById('card-offline').content.cloneNode(true));
      return;
    }
    this.settle({ fly, focus });
  }

  /** After the card stands: outline, title, footer, focus, announcement. */
  settle({ fly = false, focus = false } = {}) {
    const card = this.panel.querySelector('[data-parcel]');
    this.panel.closest('.panel-scroll').scrollTop = 0;
    if (card) this.outline(Number(card.dataset.fid));
    const actions = card?.querySelector('template[data-foot]');
    this.foot.replaceChildren(...(actions ? [actions.content.cloneNode(true)] : []));
    this.foot.hidden = !actions;
    if (!card) return;
    document.title = card.dataset.title;
    if (fly && card.dataset.bounds) this.fly(card.dataset.bounds.split(',').map(Number));
    const heading = this.panel.querySelector('h1, h2');
    if (focus && heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    this.status.textContent = card.dataset.spoken ?? '';
  }

  fly([west, south, east, north]) {
    this.bounds = [[west, south], [east, north]];
    this.map.fitBounds(this.bounds, { maxZoom: 18.6, padding: 70, duration: moveTime() });
  }

  /** The bounds of a card that came with the page. */
  remember() {
    const bounds = this.panel.querySelector('[data-bounds]')?.dataset.bounds.split(',').map(Number);
    if (bounds) this.bounds = [bounds.slice(0, 2), bounds.slice(2)];
  }

  /** Back to the parcel after wandering off (key 0). */
  back() { if (this.bounds) this.map.fitBounds(this.bounds, { maxZoom: 18.6, padding: 70, duration: moveTime() }); }

  async close({ push = true, focus = false } = {}) {
    this.asked?.abort();
    this.outline(null);
    if (this.home === null) this.home = await (await fetch(this.config.urls.home, { headers: { Accept: 'text/html' } })).text();
    this.panel.innerHTML = this.home;
    this.bounds = null;
    this.foot.hidden = true;
    document.title = this.config.texts.homeTitle;
    if (push) pushSubject(this.config.urls.map, null);
    for (const listener of this.changed) listener(null);
    if (focus) this.map.getCanvas().focus({ preventScroll: true });
  }

  watchHistory() {
    addEventListener('popstate', () => {
      const code = location.pathname.match(/\/t\/([0-9a-z]{12})\/$/)?.[1];
      if (code) this.open(code, { push: false, fly: true, focus: false });
      else this.close({ push: false });
    });
  }
}
