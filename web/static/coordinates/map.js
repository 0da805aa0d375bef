// The answer on a map: points with their names, frames of sheets. Without it the page says the same in its table.
import * as maplibregl from 'maplibre-gl';
import { isDark } from 'thodia/map/palette.js';
import { provideSymbols } from 'thodia/map/symbols.js';

const FACES = ['TD-Text', 'TD-Text Semibold', 'TD-Text Bold'];
const LOOK = { light: { mark: '#0B5166', casing: '#FFFFFF', ink: '#10212B' }, dark: { mark: '#7CC7DC', casing: '#06161C', ink: '#E4ECEF' } };

function answerLayers(look) {
  const source = 'answer';
  const kind = (type) => ['==', ['geometry-type'], type];
  const label = { 'text-field': ['get', 'name'], 'text-font': ['TD-Text Semibold'], 'text-size': 13 };
  const halo = { 'text-color': look.ink, 'text-halo-color': look.casing, 'text-halo-width': 1.6 };
  return [
    { id: 'frame-fill', type: 'fill', source, filter: kind('Polygon'), paint: { 'fill-color': look.mark, 'fill-opacity': 0.07 } },
    { id: 'frame-casing', type: 'line', source, filter: kind('Polygon'), paint: { 'line-color': look.casing, 'line-width': 4 } },
    { id: 'frame-line', type: 'line', source, filter: kind('Polygon'), paint: { 'line-color': look.mark, 'line-width': 2 } },
    { id: 'point-mark', type: 'circle', source, filter: kind('Point'), paint: { 'circle-radius': 5.5, 'circle-color': look.mark, 'circle-stroke-color': look.casing, 'circle-stroke-width': 2 } },
    { id: 'frame-name', type: 'symbol', source, filter: kind('Polygon'), layout: label, paint: halo },
    { id: 'point-name', type: 'symbol', source, filter: kind('Point'), layout: { ...label, 'text-anchor': 'left', 'text-offset': [0.8, 0] }, paint: halo },
  ];
}

async function styleOf(data) {
  const theme = isDark() ? 'dark' : 'light';
  const answer = await fetch(data.styles[theme]);
  if (!answer.ok) throw new Error(`style ${answer.status}`);
  const style = await answer.json();
  style.sources.answer = { type: 'geojson', data: data.features };
  style.layers.push(...answerLayers(LOOK[theme]));
  return style;
}

/** West, south, east, north of all features, widened so that one point is not the whole world. */
function boundsOf(features) {
  const all = features.flatMap(({ geometry }) => geometry.coordinates.flat(Infinity));
  const lon = all.filter((_, at) => at % 2 === 0);
  const lat = all.filter((_, at) => at % 2 === 1);
  const pad = 0.002;
  return [[Math.min(...lon) - pad, Math.min(...lat) - pad], [Math.max(...lon) + pad, Math.max(...lat) + pad]];
}

async function start() {
  const box = document.querySelector('[data-place-map]');
  const data = JSON.parse(document.querySelector('#places').textContent);
  box.hidden = false;
  const [style] = await Promise.all([styleOf(data), ...FACES.map((face) => document.fonts.load(`16px "${face}"`, 'Đường ệ 12'))]);
  const map = new maplibregl.Map({
    container: box, style, bounds: boundsOf(data.features.features), fitBoundsOptions: { padding: 48, maxZoom: 17 }, minZoom: 4, maxZoom: 21,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, fadeDuration: 0,
    locale: { 'Map.Title': data.title }, scrollZoom: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
  provideSymbols(map);
  map.getCanvas().setAttribute('aria-label', data.title);
  map.on('idle', () => { document.documentElement.dataset.map = 'idle'; });
  const redraw = async () => map.setStyle(await styleOf(data), { diff: false });
  document.addEventListener('thodia:theme', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}

start().catch(() => { document.querySelector('[data-place-map]').hidden = true; });
