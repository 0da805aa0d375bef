// The review of a batch: list, card and map of findings kept together; decisions are sent without leaving the page.
import { listen } from 'thodia/map/keys.js';
import { ReviewMap } from 'thodia/desk/review_map.js';

const $ = (selector) => document.querySelector(selector);
const config = JSON.parse($('#review-config').textContent);
const texts = config.texts;
const pane = () => $('#findings');
const slot = $('#card-slot');
const cards = new Map();
let map = null;
let openId = null;
let lastSettled = null;

const rows = () => [...pane().querySelectorAll('[data-finding]')];
const rowOf = (id) => rows().find((row) => row.dataset.finding === String(id));
const placeOf = (row) => (row?.dataset.lon ? [Number(row.dataset.lon), Number(row.dataset.lat)] : null);
const FETCH = { headers: { 'X-Requested-With': 'fetch', Accept: 'text/html, application/json;q=0.5' } };

/** Cards are fetched once; the next one is fetched ahead, so that J answers at once. */
function card(id) {
  if (!cards.has(id)) {
    cards.set(id, fetch(config.findingUrl.replace('ID', id), FETCH).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }));
  }
  return cards.get(id);
}

async function open(id, { focus = false } = {}) {
  id = String(id);
  openId = id;
  for (const row of rows()) row.setAttribute('aria-current', String(row.dataset.finding === id));
  const row = rowOf(id);
  row?.scrollIntoView({ block: 'nearest' });
  map?.show(id, placeOf(row));
  remember();
  try {
    const html = await card(id);
    if (openId !== id) return;
    slot.innerHTML = html;
  } catch {
    cards.delete(id);
    toast(texts.failed);
    return;
  }
  const all = rows();
  const at = all.indexOf(row);
  const position = slot.querySelector('[data-position]');
  if (position && at >= 0) position.textContent = `${at + 1} / ${all.length}`;
  if (focus) slot.querySelector('h2')?.focus({ preventScroll: true });
  const next = all[at + 1];
  if (at >= 0 && next) card(next.dataset.finding).catch(() => cards.delete(next.dataset.finding));
  document.documentElement.dataset.card = id;
}

function close() {
  if (!openId) return false;
  const row = rowOf(openId);
  openId = null;
  slot.replaceChildren();
  rows().forEach((each) => each.removeAttribute('aria-current'));
  map?.forget();
  row?.focus({ preventScroll: true });
  delete document.documentElement.dataset.card;
  remember();
  return true;
}

/** The address reopens the same list with the same finding. */
function remember() {
  const url = new URL(location.href);
  if (openId) url.searchParams.set('ph', openId);
  else url.searchParams.delete('ph');
  history.replaceState(history.state, '', url);
}

function toast(text, act) {
  const line = document.createElement('div');
  line.className = 'toast-line';
  line.append(text);
  if (act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = texts.undo;
    button.addEventListener('click', () => { line.remove(); act(); });
    line.append(' ', button);
  }
  $('#toasts').replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
}

/** Another tab or page of the pane, without losing the map. */
async function part(search, { push = true } = {}) {
  const answer = await fetch(`${config.paneUrl}${search}`, FETCH).catch(() => null);
  if (!answer?.ok) { location.search = search; return; }
  pane().innerHTML = await answer.text();
  if (push) history.pushState(null, '', `${location.pathname}${search}`);
  if (openId && rowOf(openId)) rowOf(openId).setAttribute('aria-current', 'true');
  pane().querySelector('.pane-scroll')?.scrollTo(0, 0);
}

/** Send one decision; the answer is the pane and the action bar as they stand now. */
async function settle(form, state) {
  const id = form.closest('[data-card]').dataset.card;
  const body = new FormData(form);
  body.set('state', state);
  const alike = body.has('alike');
  if (await sent(form.action, body)) await after(id, state, alike);
}

async function sent(url, body) {
  const list = pane().querySelector('[data-list]');
  body.set('muc', 'phat-hien');
  body.set('trang', list?.dataset.list ?? '1');
  body.set('loc', list?.dataset.filter ?? '');
  const answer = await fetch(url, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch', Accept: 'application/json, text/html;q=0.5' } }).catch(() => null);
  if (!answer?.ok) {
    const said = await answer?.json().catch(() => null);
    toast(said?.error?.[document.documentElement.lang === 'en' ? 'message_en' : 'message_vi'] ?? texts.failed);
    return false;
  }
  const scrolled = pane().querySelector('.pane-scroll')?.scrollTop ?? 0;
  const parts = new DOMParser().parseFromString(await answer.text(), 'text/html');
  pane().replaceChildren(...parts.querySelector('#findings').childNodes);
  $('#actions')?.replaceWith(document.adoptNode(parts.querySelector('#actions')));
  pane().querySelector('.pane-scroll')?.scrollTo(0, scrolled);
  cards.clear();
  map?.refresh();
  return true;
}

async function after(id, state, alike = false) {
  lastSettled = state === 'open' || alike ? null : id;
  if (state === 'open') { toast(texts.reopened); await open(id); return; }
  toast(texts[state], alike ? null : undo);
  const all = rows();
  const at = all.findIndex((row) => row.dataset.finding === id);
  const next = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find((row) => row.classList.contains('open'));
  if (next) { await open(next.dataset.finding); return; }
  const later = pane().querySelector('[data-later]');
  if (later) { await part(later.search); const first = rows().find((row) => row.classList.contains('open')); if (first) { await open(first.dataset.finding); return; } }
  close();
  toast(texts.allSettled, lastSettled ? undo : null);
}

/** `Z`: the open card's decision, else the last one taken. */
async function undo() {
  const shown = slot.querySelector('[data-reopen]');
  if (shown) { shown.click(); return; }
  if (!lastSettled) return;
  const body = new FormData();
  body.set('state', 'open');
  body.set('csrfmiddlewaretoken', $('[name=csrfmiddlewaretoken]').value);
  const id = lastSettled;
  if (await sent(`${config.findingUrl.replace('ID', id)}xu-ly/`, body)) await after(id, 'open');
}

function askWhy() {
  const box = slot.querySelector('.waive');
  if (!box) return false;
  box.hidden = false;
  slot.querySelector('[data-waive]').setAttribute('aria-expanded', 'true');
  box.querySelector('input').focus();
  return true;
}

async function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.dataset.finding === openId);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (next) { await open(next.dataset.finding); return; }
  const link = pane().querySelector(by > 0 ? '[data-later]' : '[data-earlier]');
  if (!link) return;
  await part(link.search);
  const fresh = rows();
  if (fresh.length) await open(fresh[by > 0 ? 0 : fresh.length - 1].dataset.finding);
}

const nextOpen = () => {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.finding === openId);
  const row = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((each) => each.classList.contains('open'));
  if (row) open(row.dataset.finding);
};

function wire() {
  pane().addEventListener('click', (event) => {
    const row = event.target.closest('[data-finding]');
    if (row) open(row.dataset.finding, { focus: event.detail === 0 });
    const link = event.target.closest('[data-part]');
    if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); part(link.search); }
    const go = event.target.closest('[data-go]');
    if (go) map?.go([Number(go.dataset.lon), Number(go.dataset.lat)]);
  });
  slot.addEventListener('click', (event) => {
    if (event.target.closest('[data-close]')) close();
    if (event.target.closest('[data-waive]')) askWhy();
  });
  slot.addEventListener('submit', (event) => {
    event.preventDefault();
    const state = event.submitter?.value ?? 'waived';
    const reason = event.target.querySelector('[name=reason]');
    if (state === 'waived' && !reason.value.trim()) { askWhy(); return; }
    settle(event.target, slot.querySelector('.waive:not([hidden])') && document.activeElement === reason ? 'waived' : state);
  });
  addEventListener('popstate', () => part(location.search, { push: false }));
  listen({
    j: () => { step(1); }, k: () => { step(-1); }, o: nextOpen, z: () => { undo(); }, w: askWhy,
    a: () => { slot.querySelector('[data-accept]')?.click(); },
    Escape: () => (document.querySelector('dialog[open]') ? false : close()),
    0: () => map?.back(),
  });
}

async function start() {
  wire();
  const wanted = new URL(location.href).searchParams.get('ph');
  map = await ReviewMap.make('review-map', config).catch((error) => { console.info(error.message); return null; });
  if (map) {
    map.onFinding((id) => open(id));
    document.querySelectorAll('[data-zoom]').forEach((button) => button.addEventListener('click', () => (Number(button.dataset.zoom) > 0 ? map.map.zoomIn() : map.map.zoomOut())));
    $('[data-whole]').addEventListener('click', () => map.whole());
    globalThis.thodiaMap = map.map;
  }
  document.documentElement.dataset.review = 'ready';
  if (wanted) map ? map.map.once('load', () => open(wanted)) : open(wanted);
}

start();
