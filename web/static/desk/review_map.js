// The map of a batch: the public map's ground, the batch's own faces and lines on it, its findings on top.
import * as maplibregl from 'maplibre-gl';
import { isDark, palette } from 'thodia/map/palette.js';
import { provideSymbols } from 'thodia/map/symbols.js';
import { coordinates, moveTime, scaleBar } from 'thodia/map/view.js';

const FACES = ['TD-Text', 'TD-Text Semibold', 'TD-Text Bold'];
/** Layers of the public map that stay as ground; labels of registered parcels would lie under the batch's own. */
const GROUND = /^(background|unit-fill|unit-line|water|water-line|other-object|road|road-casing|land-use|parcel|parcel-line)$/;
const NOTHING = ['==', ['id'], -1];
const LOOK = {
  light: { paper: '#F8F9F6', share: 0.72, unknown: '#E6E6E6', line: '#56676F', ink: '#10212B', halo: '#FFFFFF', road: '#FFFFFF', water: '#C6DFE7', outside: '#ECEFEC', fault: '#F3C6CA', chosen: '#0B5166', casing: '#FFFFFF' },
  dark: { paper: '#101A20', share: 0.74, unknown: '#C8C8C8', line: '#8FA1A8', ink: '#E4ECEF', halo: '#131D22', road: '#26343B', water: '#12333F', outside: '#182329', fault: '#5A2529', chosen: '#7CC7DC', casing: '#06161C' },
};

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
/** Solid mixtures, as on the public map: overlaps do not darken. */
const mixed = (colour, look) => {
  const paper = channels(look.paper);
  return `#${channels(colour).map((own, at) => Math.round(own * (1 - look.share) + paper[at] * look.share).toString(16).padStart(2, '0')).join('')}`;
};

function faceColour(colours, look) {
  const uses = Object.entries(colours).flatMap(([code, colour]) => [code, mixed(colour, look)]);
  return ['match', ['get', 'outcome'],
    'land_object', ['match', ['get', 'object_type'], ['river', 'canal'], look.water, look.road],
    'outside', look.outside,
    'finding', look.fault,
    ['match', ['slice', ['get', 'land_use'], 0, 3], ...uses, mixed(look.unknown, look)]];
}

const byZoom = (...stops) => ['interpolate', ['linear'], ['zoom'], ...stops];

function batchLayers(config, look, plan) {
  const face = { source: 'staged', 'source-layer': 'staged_face' };
  const zone = { source: 'staged', 'source-layer': 'staged_zone' };
  const line = { source: 'staged', 'source-layer': 'staged_line' };
  const label = { source: 'staged', 'source-layer': 'staged_label', type: 'symbol', filter: ['==', ['get', 'outcome'], 'parcel'] };
  const fits = (metres) => ['all', ['==', ['get', 'outcome'], 'parcel'], ['>=', ['get', 'w'], metres]];
  const joined = { 'line-join': 'round', 'line-cap': 'round' };
  return [
    { id: 'face', type: 'fill', ...face, paint: { 'fill-color': faceColour(config.colours, look), 'fill-antialias': false } },
    { id: 'face-line', type: 'line', ...face, paint: { 'line-color': look.line, 'line-width': byZoom(14, 0.2, 16, 0.6, 18, 1.1, 21, 1.6), 'line-opacity': byZoom(14, 0.4, 17, 0.9) } },
    { id: 'zone', type: 'fill', ...zone, filter: ['==', ['get', 'role'], 'zone'], paint: { 'fill-color': plan, 'fill-opacity': 0.13 } },
    { id: 'zone-line', type: 'line', ...zone, layout: joined, paint: { 'line-color': plan, 'line-width': ['match', ['get', 'role'], 'zone', 1.3, 1.6] } },
    { id: 'aside', type: 'line', ...line, filter: ['==', ['get', 'use'], 'set_aside'], layout: joined, paint: { 'line-color': plan, 'line-width': byZoom(15, 1, 19, 2.4), 'line-dasharray': [3, 2] } },
    { id: 'face-chosen-casing', type: 'line', ...face, filter: NOTHING, layout: joined, paint: { 'line-color': look.casing, 'line-width': byZoom(15, 5, 19, 8.5) } },
    { id: 'face-chosen', type: 'line', ...face, filter: NOTHING, layout: joined, paint: { 'line-color': look.chosen, 'line-width': byZoom(15, 2.6, 19, 4.2) } },
    { id: 'zone-name', type: 'symbol', ...zone, minzoom: 14, filter: ['==', ['get', 'role'], 'zone'], layout: { 'text-field': ['get', 'code'], 'text-font': ['TD-Text Semibold'], 'text-size': 12 }, paint: { 'text-color': plan, 'text-halo-color': look.halo, 'text-halo-width': 1.5 } },
    { id: 'number', ...label, minzoom: 16.4, filter: ['step', ['zoom'], fits(10), 17.2, fits(6.6), 18, fits(4.9), 18.6, ['==', ['get', 'outcome'], 'parcel']],
      layout: { 'text-field': ['to-string', ['get', 'number']], 'text-font': ['TD-Text'], 'text-size': byZoom(16.4, 8.5, 18.6, 11, 21, 14), 'text-padding': 1 },
      paint: { 'text-color': look.ink, 'text-halo-color': look.halo, 'text-halo-width': 0.8, 'text-opacity': 0.85 } },
    ...findingLayers(),
  ];
}

/** Far out the marks give way to each other, faults last; near, every one is drawn. */
function findingLayers() {
  const found = { source: 'found', 'source-layer': 'finding', type: 'symbol' };
  const order = ['match', ['get', 'severity'], 'error', 0, 'warning', 1, 2];
  const drawn = ['match', ['get', 'severity'], 'error', 2, 'warning', 1, 0];
  const image = { 'icon-image': ['concat', 'finding-', ['get', 'severity']] };
  const open = ['==', ['get', 'state'], 'open'];
  return [
    { id: 'finding-far', ...found, maxzoom: 15.5, filter: open, layout: { ...image, 'symbol-sort-key': order, 'icon-padding': 1, 'icon-size': 0.9 } },
    { id: 'finding', ...found, minzoom: 15.5, filter: open, layout: { ...image, 'symbol-sort-key': drawn, 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
    { id: 'finding-chosen', ...found, filter: NOTHING, layout: { 'icon-image': ['concat', 'finding-', ['get', 'severity'], '-selected'], 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
  ];
}

async function reviewStyle(config) {
  const theme = isDark() ? 'dark' : 'light';
  const look = LOOK[theme];
  const answer = await fetch(config.styles[theme]);
  if (!answer.ok) throw new Error(`style ${answer.status}`);
  const style = await answer.json();
  const tiles = (layers) => [location.origin + config.tiles.replace('LAYERS', layers)];
  const ground = style.layers.filter((layer) => GROUND.test(layer.id)).map((layer) => (
    /^(land-use|parcel$)/.test(layer.id) ? { ...layer, paint: { ...layer.paint, 'fill-opacity': 0.45 } }
      : /^parcel-line/.test(layer.id) ? { ...layer, paint: { ...layer.paint, 'line-opacity': 0.35 } } : layer));
  const names = style.layers.filter((layer) => /^(road-name|water-name|unit-name)$/.test(layer.id));
  return {
    ...style,
    sources: {
      land: style.sources.land,
      staged: { type: 'vector', tiles: tiles('staged_face,staged_line,staged_zone,staged_label'), minzoom: 8, maxzoom: 20 },
      found: { type: 'vector', tiles: tiles('finding'), minzoom: 8, maxzoom: 20 },
    },
    layers: [...ground, ...batchLayers(config, look, palette().plan).slice(0, 7), ...names, ...batchLayers(config, look, palette().plan).slice(7)],
  };
}

/** Padding that keeps a chosen place out from under the card. */
const covered = () => (innerWidth > 820 ? { left: 384, top: 20, right: 60, bottom: 20 } : { left: 0, top: 0, right: 0, bottom: 0 });

/** The map with the few acts the review needs: jump, show, forget, mark, refresh. */
export class ReviewMap {
  static async make(container, config) {
    const [style] = await Promise.all([reviewStyle(config), ...FACES.map((face) => document.fonts.load(`16px "${face}"`, 'Đường ệ 12'))]);
    return new ReviewMap(container, config, style);
  }

  constructor(container, config, style) {
    this.config = config;
    const [west, south, east, north] = config.extent ?? [107.4, 10.5, 108.9, 11.5];
    this.bounds = [[west, south], [east, north]];
    this.map = new maplibregl.Map({
      container, style, bounds: this.bounds, fitBoundsOptions: { padding: 24 }, minZoom: 8, maxZoom: 23, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, fadeDuration: 0, locale: { 'Map.Title': config.texts.mapTitle },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    provideSymbols(this.map);
    this.chosen = null;
    scaleBar(this.map, document.querySelector('#review-scale'));
    coordinates(this.map, document.querySelector('#review-xy'), config.zone, config.texts);
    this.map.on('movestart', () => { document.documentElement.dataset.map = 'moving'; });
    this.map.on('idle', () => { document.documentElement.dataset.map = 'idle'; });
    const redraw = async () => { this.map.setStyle(await reviewStyle(this.config), { diff: false }); this.map.once('styledata', () => this.#filters()); };
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
    document.addEventListener('thodia:theme', redraw);
  }

  onFinding(act) {
    for (const layer of ['finding', 'finding-far']) {
      this.map.on('click', layer, (event) => act(event.features[0].id));
      this.map.on('mouseenter', layer, () => { this.map.getCanvas().style.cursor = 'pointer'; });
      this.map.on('mouseleave', layer, () => { this.map.getCanvas().style.cursor = ''; });
    }
  }

  /** Show a finding: its mark enlarged, its face outlined, the map there. */
  show(id, place) {
    this.chosen = { id: Number(id), place };
    this.face = null;
    this.#filters();
    if (!place) return;
    this.back();
    this.map.once('idle', () => {
      if (this.chosen?.id !== Number(id)) return;
      const [hit] = this.map.queryRenderedFeatures(this.map.project(place), { layers: ['face'] });
      this.face = hit?.properties.outcome === 'land_object' ? null : hit?.id ?? null;
      this.#filters();
    });
  }

  go(place) {
    this.map.easeTo({ center: place, zoom: Math.max(this.map.getZoom(), 18.6), padding: { left: 0, top: 0, right: 0, bottom: 0 }, duration: moveTime() });
  }

  back() {
    if (!this.chosen?.place) { this.whole(); return; }
    this.map.easeTo({ center: this.chosen.place, zoom: Math.max(this.map.getZoom(), 18.2), padding: covered(), duration: moveTime() });
  }

  whole() {
    this.map.fitBounds(this.bounds, { padding: 24, duration: moveTime() });
  }

  forget() {
    this.chosen = null;
    this.face = null;
    this.#filters();
    this.map.getCanvas().focus();
  }

  /** Marks of settled findings disappear. */
  refresh() {
    const source = this.map.getSource('found');
    source?.setTiles([`${source.tiles[0].split('?')[0]}?${Date.now()}`]);
  }

  #filters() {
    if (!this.map.getLayer('finding-chosen')) return;
    this.map.setFilter('finding-chosen', ['==', ['id'], this.chosen?.id ?? -1]);
    for (const id of ['face-chosen', 'face-chosen-casing']) this.map.setFilter(id, ['==', ['id'], this.face ?? -1]);
  }
}
