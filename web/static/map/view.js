// Makes the map: fonts first (labels are drawn with the page's fonts), then style, then furniture.
import * as maplibregl from 'maplibre-gl';
import { loadStyle } from 'thodia/map/style.js';
import { provideSymbols } from 'thodia/map/symbols.js';
import { toVn2000 } from 'thodia/map/vn2000.js';

const FACES = ['TD-Text', 'TD-Text Semibold', 'TD-Text Bold'];

/** Without this, MapLibre may take accents from another font. */
const fontsReady = () => Promise.all(FACES.map((face) => document.fonts.load(`16px "${face}"`, 'Đường ệ 12')));

/** North-up, no pitch: citizens read a sheet, not a scene. */
export async function makeMap(container, config, state, start) {
  const [style] = await Promise.all([loadStyle(config, state), fontsReady()]);
  const map = new maplibregl.Map({
    container, style, ...start, minZoom: 8, maxZoom: 21.5, attributionControl: false, dragRotate: false,
    pitchWithRotate: false, touchPitch: false, fadeDuration: 0, maxPitch: 0, locale: config.texts.map,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  provideSymbols(map);
  map.getCanvas().setAttribute('aria-label', config.texts.map['Map.Title']);
  return map;
}

/** Scale bar of true ground length at the middle of the view. */
export function scaleBar(map, element) {
  const path = element.querySelector('path');
  const text = element.querySelector('span');
  const draw = () => {
    const metresPerPixel = (40075016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
    const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];
    const metres = steps.find((step) => step / metresPerPixel > 48) ?? 50000;
    path.setAttribute('d', `M1 0V5.500H${(metres / metresPerPixel).toFixed(1)}V0`);
    text.textContent = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
  };
  map.on('move', draw);
  draw();
}

const grouped = (value) => {
  const [whole, tenth] = value.toFixed(1).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')},${tenth}`;
};

/** X (Bắc), Y (Đông) of the pointer in the sheet's zone; without a pointer, of the centre. */
export function coordinates(map, element, zone, words) {
  const show = (lngLat) => {
    const { north, east } = toVn2000(lngLat, zone);
    element.textContent = `${words.north} ${grouped(north)} · ${words.east} ${grouped(east)}`;
  };
  map.on('mousemove', (event) => show(event.lngLat));
  map.on('move', () => show(map.getCenter()));
  show(map.getCenter());
}

/** True when the reader asked for calm. */
export const calmMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
export const moveTime = () => (calmMotion() ? 0 : 350);
