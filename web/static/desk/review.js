// The review of a batch: its map, the finding that is open, the keys.
import * as maplibregl from 'maplibre-gl';
import { palette } from 'thodia/map/palette.js';
import { provideSymbols } from 'thodia/map/symbols.js';

const $ = (selector) => document.querySelector(selector);
const config = JSON.parse($('#review-config').textContent);
const pane = $('#findings');
const slot = $('#card-slot');
const OUTCOME = { parcel: '#E4D6EA', land_object: '#FFFFFF', outside: '#E3E7E5', finding: '#F6CFCF' };

function style() {
  const p = palette();
  const tiles = (layers) => [location.origin + config.tiles.replace('LAYERS', layers)];
  const staged = { type: 'vector', tiles: tiles('staged_face,staged_line,staged_zone'), minzoom: 10, maxzoom: 19 };
  const found = { type: 'vector', tiles: tiles('finding'), minzoom: 8, maxzoom: 19 };
  const face = { source: 'staged', 'source-layer': 'staged_face' };
  const finding = { source: 'found', 'source-layer': 'finding', type: 'symbol' };
  const width = (near) => ['interpolate', ['linear'], ['zoom'], 14, 0.3, 17, near, 20, near * 2];
  return {
    version: 8,
    sources: { staged, found },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': p.ground } },
      { id: 'face', type: 'fill', ...face, paint: { 'fill-color': ['match', ['get', 'outcome'], ...Object.entries(OUTCOME).flat(), p.land], 'fill-opacity': 0.75 } },
      { id: 'face-line', type: 'line', ...face, paint: { 'line-color': p.lineNear, 'line-width': width(0.7) } },
      { id: 'zone', type: 'fill', source: 'staged', 'source-layer': 'staged_zone', filter: ['==', ['get', 'role'], 'zone'], paint: { 'fill-color': p.plan, 'fill-opacity': 0.14 } },
      { id: 'zone-line', type: 'line', source: 'staged', 'source-layer': 'staged_zone', paint: { 'line-color': p.plan, 'line-width': 1.4 } },
      { id: 'aside', type: 'line', source: 'staged', 'source-layer': 'staged_line', filter: ['==', ['get', 'use'], 'set_aside'], paint: { 'line-color': p.plan, 'line-width': 1.6, 'line-dasharray': [3, 2] } },
      { id: 'number', type: 'symbol', ...face, minzoom: 16.9, filter: ['==', ['get', 'outcome'], 'parcel'],
        layout: { 'text-field': ['to-string', ['get', 'number']], 'text-font': ['TD-Text'], 'text-size': ['interpolate', ['linear'], ['zoom'], 17, 9, 20, 13] },
        paint: { 'text-color': p.ink, 'text-halo-color': p.halo, 'text-halo-width': 1 } },
      { id: 'finding', ...finding, filter: ['==', ['get', 'state'], 'open'],
        layout: { 'icon-image': ['concat', 'finding-', ['get', 'severity']], 'icon-allow-overlap': true,
                  'symbol-sort-key': ['match', ['get', 'severity'], 'error', 2, 'warning', 1, 0] } },
      { id: 'finding-open', ...finding, filter: ['==', ['get', 'fid'], -1],
        layout: { 'icon-image': ['concat', 'finding-', ['get', 'severity'], '-selected'], 'icon-allow-overlap': true } },
    ],
  };
}

async function start() {
  await Promise.all(['TD-Text', 'TD-Text Semibold', 'TD-Text Bold'].map((face) => document.fonts.load(`16px "${face}"`, 'Đường ệ 12')));
  const [west, south, east, north] = config.extent ?? [107.4, 10.5, 108.9, 11.5];
  const map = new maplibregl.Map({
    container: 'review-map', style: style(), bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 40 },
    maxZoom: 22, attributionControl: false, dragRotate: false, pitchWithRotate: false, fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  provideSymbols(map);
  map.on('click', 'finding', (event) => open(map, event.features[0].properties.fid));
  document.querySelectorAll('[data-zoom]').forEach((button) => button.addEventListener('click', () => (button.dataset.zoom > 0 ? map.zoomIn() : map.zoomOut())));
  pane.addEventListener('click', (event) => { const row = event.target.closest('[data-finding]'); if (row) open(map, row.dataset.finding); });
  slot.addEventListener('click', (event) => {
    if (event.target.closest('[data-close]')) close(map);
    if (event.target.closest('[data-waive]')) askWhy();
  });
  document.addEventListener('htmx:after:swap', () => settled(map));
  keyboard(map);
  new MutationObserver(() => map.setStyle(style())).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
  map.once('idle', () => { document.documentElement.dataset.map = 'ready'; });
  globalThis.thodiaMap = map;
}

const rows = () => [...pane.querySelectorAll('[data-finding]')];
const current = () => pane.querySelector('[data-finding][aria-current=true]');

async function open(map, id) {
  rows().forEach((row) => row.setAttribute('aria-current', String(row.dataset.finding === String(id))));
  const row = current();
  row?.scrollIntoView({ block: 'nearest' });
  map.setFilter('finding-open', ['==', ['get', 'fid'], Number(id)]);
  const answer = await fetch(config.finding_url.replace('ID', id), { headers: { 'X-Requested-With': 'fetch' } });
  slot.innerHTML = await answer.text();
  globalThis.htmx.process(slot);
  if (row?.dataset.lon) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    map.flyTo({ center: [Number(row.dataset.lon), Number(row.dataset.lat)], zoom: Math.max(map.getZoom(), 19), padding: { left: innerWidth > 1000 ? 380 : 0 }, duration: still ? 0 : 350 });
  }
  slot.querySelector('h2')?.focus({ preventScroll: true });
}

function close(map) {
  slot.replaceChildren();
  map.setFilter('finding-open', ['==', ['get', 'fid'], -1]);
  map.getCanvas().focus();
}

function askWhy() {
  const box = slot.querySelector('.waive');
  if (!box) return;
  box.hidden = false;
  box.querySelector('input').focus();
}

/** After an action the next open finding is selected and the map's marks are fetched again. */
function settled(map) {
  const source = map.getSource('found');
  if (source) source.setTiles([`${source.tiles[0].split('?')[0]}?${Date.now()}`]);
  slot.replaceChildren();
  const next = rows().find((row) => row.classList.contains('open'));
  if (next) open(map, next.dataset.finding);
  else location.reload();
}

function keyboard(map) {
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (next) open(map, next.dataset.finding);
  };
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const act = {
      j: () => step(1), k: () => step(-1), a: () => slot.querySelector('[data-accept]')?.click(), w: askWhy,
      z: () => slot.querySelector('[data-reopen]')?.click(), Escape: () => close(map),
      o: () => { const row = rows().find((item) => item.classList.contains('open')); if (row) open(map, row.dataset.finding); },
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
}

start();
