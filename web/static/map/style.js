// The style comes whole from the server (one drawing rule book for every user of the tiles); here it only takes
// the reader's choices: theme, visible groups, the chosen parcel.
import { isDark } from 'thodia/map/palette.js';

/** Groups a reader may switch. `ids` are layers, `source` means every layer of that source. */
const GROUPS = {
  'loai-dat': { ids: ['land-use', 'parcel', 'parcel-selected'], faded: true },
  'quy-hoach': { source: 'plan' },
  'so-thua': { ids: ['parcel-line', 'parcel-fraction', 'parcel-number', 'parcel-land-use'] },
  'to-ban-do': { source: 'sheet' },
  'ban-quet': { prefix: 'raster-' },
};
export const USUAL = ['loai-dat', 'quy-hoach', 'so-thua'];
export const GROUP_NAMES = Object.keys(GROUPS);
/** Layers that show the one chosen parcel. */
const CHOSEN = ['parcel-selected', 'selection-casing', 'selection', 'selection-label'];

/** Features carry the number of the parcel's version as their id. */
export const only = (fid) => ['==', ['id'], fid ?? -1];

const belongs = (layer, { ids, source, prefix }) => ids?.includes(layer.id) || (source && layer.source === source) || (prefix && layer.id.startsWith(prefix));

/** Land uses are faded rather than hidden, so that a parcel stays a thing one can point at. */
function setShown(layer, group, shown) {
  if (group.faded) return { paint: { ...layer.paint, 'fill-opacity': shown ? 1 : 0 } };
  return { layout: { ...layer.layout, visibility: shown ? 'visible' : 'none' } };
}

/** Numbers of sheets, for readers who switched the sheets on. */
const sheetNames = (color, halo) => ({
  id: 'sheet-name', type: 'symbol', source: 'sheet', 'source-layer': 'sheet_frame', maxzoom: 18.5,
  layout: { 'text-field': ['concat', 'Tờ ', ['to-string', ['get', 'sheet']]], 'text-font': ['TD-Text Bold'], 'text-size': 16 },
  paint: { 'text-color': color, 'text-opacity': 0.85, 'text-halo-color': halo, 'text-halo-width': 2 },
});

/** The style for the theme in use, with the reader's choices. `state` = {selected (fid), shown (group names)}. */
export async function loadStyle(config, state, theme = isDark() ? 'dark' : 'light') {
  const answer = await fetch(config.styles[theme]);
  if (!answer.ok) throw new Error(`style ${answer.status}`);
  const style = await answer.json();
  const ink = theme === 'dark' ? ['#E4ECEF', '#131D22'] : ['#10212B', '#FFFFFF'];
  style.layers.push(sheetNames(...ink));
  style.layers = style.layers.map((layer) => {
    const group = GROUP_NAMES.find((name) => belongs(layer, GROUPS[name]));
    const changed = group ? { ...layer, ...setShown(layer, GROUPS[group], state.shown.includes(group)) } : { ...layer };
    if (CHOSEN.includes(layer.id)) changed.filter = only(state.selected);
    return changed;
  });
  return style;
}

/** Switch a group on the living map. */
export function showGroup(map, name, shown) {
  const group = GROUPS[name];
  for (const layer of map.getStyle().layers.filter((each) => belongs(each, group))) {
    if (group.faded) map.setPaintProperty(layer.id, 'fill-opacity', shown ? 1 : 0);
    else map.setLayoutProperty(layer.id, 'visibility', shown ? 'visible' : 'none');
  }
}

/** Outline one parcel, or none. */
export function choose(map, fid) {
  for (const id of CHOSEN) if (map.getLayer(id)) map.setFilter(id, only(fid));
}
