// The public map page: wires address, map, subject, search, layers and keys together.
import { readView, readLayers, writeView } from 'thodia/map/address.js';
import { BottomSheet, onPhone } from 'thodia/map/bottom_sheet.js';
import { parcelsInView, InView } from 'thodia/map/inview.js';
import { keyDialog, listen } from 'thodia/map/keys.js';
import { LayerPanel } from 'thodia/map/layer_panel.js';
import { asksAt, locate, markPlace, openAt } from 'thodia/map/locate.js';
import { Measure } from 'thodia/map/measure.js';
import { palette } from 'thodia/map/palette.js';
import { preparePrint, printMap } from 'thodia/map/print.js';
import { Search } from 'thodia/map/search.js';
import { loadStyle, only, USUAL } from 'thodia/map/style.js';
import { Subject } from 'thodia/map/subject.js';
import { coordinates, makeMap, moveTime, scaleBar } from 'thodia/map/view.js';

const $ = (selector) => document.querySelector(selector);
const config = JSON.parse($('#map-config').textContent);
const texts = config.texts;
const card = $('#card');
const state = { selected: Number(card.querySelector('[data-fid]')?.dataset.fid) || null, shown: readLayers() ?? [...USUAL] };

/** The address wins, then the selected parcel, then the whole commune. */
function firstView() {
  const written = readView();
  if (written) return written;
  const bounds = card.querySelector('[data-bounds]')?.dataset.bounds.split(',').map(Number);
  if (bounds) return { bounds: [bounds.slice(0, 2), bounds.slice(2)] };
  const [west, south, east, north] = config.extent;
  return { bounds: [[west, south], [east, north]] };
}

async function start() {
  const panel = $('#panel');
  let map = null;
  const sheet = new BottomSheet(panel, () => pad());
  const pad = () => map?.easeTo({ padding: { bottom: sheet.covered(), top: onPhone() ? 60 : 0, left: 0, right: 0 }, duration: 0 });
  const view = firstView();
  map = await makeMap('map', config, state, view.center ? view : { center: view.bounds[0], zoom: 14 });
  map.setPadding({ bottom: sheet.covered(), top: onPhone() ? 60 : 0, left: 0, right: 0 });
  if (view.bounds) map.fitBounds(view.bounds, { padding: onPhone() ? 24 : 40, maxZoom: 18.4, duration: 0 });
  const subject = new Subject({ map, panel: card, foot: $('#panel-foot'), config, state, status: $('#map-said') });
  if (state.selected) map.once('load', () => { subject.settle(); subject.remember(); });
  const layers = new LayerPanel({ map, panel: $('#layers'), button: $('#tool-layers'), state, changed: () => write() });
  const write = () => writeView(map, layers.written());
  map.on('moveend', (event) => { if (event.originalEvent || event.write) write(); });
  scaleBar(map, $('#scale'));
  coordinates(map, $('#coordinates'), config.zone, texts);

  const open = (code, options) => { if (onPhone()) sheet.set('mid'); return subject.open(code, options); };
  const inView = new InView({ map, root: $('#in-view'), config, open: (code) => open(code, { fly: true }) });
  subject.onChange((code) => inView.refresh(code));
  const measure = new Measure({ map, box: $('#measure'), button: $('#tool-measure'), texts: texts.measure, color: () => palette().plan });
  pointer(map, open, measure);
  asksAt(config.urls.at);

  const search = new Search({ form: $('#search'), icons: config.icons, texts: texts.search, choose: (row) => choose(row, map, open) });
  card.addEventListener('click', (event) => {
    const way = event.target.closest('[data-way]');
    if (way) { event.preventDefault(); takeWay(way.dataset, search, map, open); }
    if (event.target.closest('[data-share]')) share();
  });
  $('#panel-foot').addEventListener('click', (event) => { if (event.target.closest('[data-share]')) share(); });
  buttons(map, open);
  keyboard({ map, open, subject, search, layers, measure });
  preparePrint(map, $('#map-print'));
  followTheme(map);
  map.on('movestart', () => { document.documentElement.dataset.map = 'moving'; });
  map.on('idle', () => { document.documentElement.dataset.map = 'idle'; });
  globalThis.thodiaMap = map;
}

function takeWay({ way, example }, search, map, open) {
  if (way === 'locate') { locate(map, texts, open, say); return; }
  search.input.value = '';
  search.input.placeholder = example;
  search.input.focus();
}

/** Hover and click on parcels; a click beside them asks nothing. */
function pointer(map, open, measure) {
  let hovered = null;
  map.on('mousemove', 'parcel', (event) => {
    const { id } = event.features[0];
    if (!measure.active) map.getCanvas().style.cursor = 'pointer';
    if (id !== hovered) map.setFilter('hover', only((hovered = id)));
  });
  map.on('mouseleave', 'parcel', () => {
    hovered = null;
    if (!measure.active) map.getCanvas().style.cursor = '';
    map.setFilter('hover', only(null));
  });
  map.on('click', (event) => {
    if (measure.active) return;
    const [feature] = map.queryRenderedFeatures(event.point, { layers: ['parcel'] });
    if (feature?.properties.parcel_code) open(feature.properties.parcel_code, { fid: feature.id, properties: feature.properties, focus: false });
    else if (feature) openAt(event.lngLat, open, say);
  });
}

function choose(row, map, open) {
  if (row.parcel) open(row.parcel, { fly: true });
  else if (row.bounds) { map.fitBounds([row.bounds.slice(0, 2), row.bounds.slice(2)], { padding: 40, duration: moveTime() }, { write: true }); map.getCanvas().focus(); }
  else if (row.point) markPlace(map, row.point, open, say);
}

const say = (text) => {
  const line = document.createElement('div');
  line.className = 'toast-line';
  line.textContent = text;
  $('#toasts').replaceChildren(line);
  setTimeout(() => line.remove(), 8000);
};

async function share() {
  const url = location.origin + location.pathname;
  if (navigator.share && onPhone()) { await navigator.share({ title: document.title, url }).catch(() => {}); return; }
  await navigator.clipboard.writeText(url).then(() => say(texts.linkCopied), () => say(url));
}

function buttons(map, open) {
  $('#tool-in').addEventListener('click', () => map.zoomIn({ duration: moveTime() }, { write: true }));
  $('#tool-out').addEventListener('click', () => map.zoomOut({ duration: moveTime() }, { write: true }));
  $('#tool-locate').addEventListener('click', () => locate(map, texts, open, say));
  $('#tool-print').addEventListener('click', () => printMap(map, config, state));
}

function keyboard({ map, open, subject, search, layers, measure }) {
  const help = keyDialog($('#keys'));
  const inMap = (event) => event.target === map.getCanvas();
  const box = $('#map');
  map.getCanvas().addEventListener('focus', () => box.classList.add('has-keys'));
  map.getCanvas().addEventListener('blur', () => box.classList.remove('has-keys'));
  map.getCanvas().addEventListener('keyup', (event) => { if (event.key.startsWith('Arrow')) map.once('moveend', () => writeView(map, layers.written())); });
  $('#tool-keys')?.addEventListener('click', help);
  listen({
    '/': () => search.input.focus(),
    '?': help,
    l: () => layers.toggle(),
    m: () => measure.toggle(),
    0: () => subject.back(),
    Backspace: () => (measure.active ? measure.undo() : false),
    Escape: () => (measure.active ? measure.toggle(false) : state.selected ? subject.close({ focus: true }) : false),
    Enter: (event) => {
      if (!inMap(event)) return false;
      if (measure.active) { measure.addCentre(); return true; }
      const [nearest] = parcelsInView(map);
      if (nearest) open(nearest.parcel_code, { fid: nearest.fid, properties: nearest });
      return true;
    },
  });
}

/** The system's theme may change while the page is open. */
function followTheme(map) {
  const redraw = async () => map.setStyle(await loadStyle(config, state), { diff: false });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  document.addEventListener('thodia:theme', redraw);
}

start().catch((error) => {
  const fallback = $('#map-fallback');
  fallback.hidden = false;
  fallback.querySelector('[data-reason]').textContent = error.message;
  throw error;
});
