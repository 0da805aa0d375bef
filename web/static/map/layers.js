// The public map's layers, bottom to top. Property names are those of the `published` views.
import { palette, useFill, isDark } from 'thodia/map/palette.js';

const TEXT = ['TD-Text'];
const SEMIBOLD = ['TD-Text Semibold'];
const BOLD = ['TD-Text Bold'];
const zoomed = (...stops) => ['interpolate', ['linear'], ['zoom'], ...stops];
/** Layers of one parcel: features carry the version's number as their id. */
export const only = (fid) => ['==', ['id'], fid ?? -1];

/** Groups a reader may switch; each names the layers it shows. */
export const GROUPS = {
  'loai-dat': ['parcel-fill', 'parcel-far', 'selected-fill'],
  'quy-hoach': ['plan-cover', 'plan-tint', 'plan-hatch-use', 'plan-hatch-road', 'plan-hatch-water', 'plan-line', 'plan-draft', 'plan-name'],
  'so-thua': ['parcel-line', 'label-use', 'label-fraction', 'label-number'],
  'to-ban-do': ['sheet-line', 'sheet-name'],
};
export const USUAL = ['loai-dat', 'quy-hoach', 'so-thua'];

/** One decimal with a comma and no grouping, as on the sheet: 1399,2. */
const AREA_TEXT = (() => {
  const tenths = ['round', ['*', 10, ['to-number', ['get', 'area']]]];
  return ['concat', ['to-string', ['floor', ['/', tenths, 10]]], ',', ['to-string', ['%', tenths, 10]]];
})();

function groundLayers(p) {
  const water = ['in', ['get', 'object_type'], ['literal', ['river', 'canal', 'stream', 'sea', 'lake', 'water']]];
  const road = ['in', ['get', 'object_type'], ['literal', ['road', 'railway']]];
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': p.ground } },
    { id: 'unit-fill', type: 'fill', source: 'region', 'source-layer': 'unit', paint: { 'fill-color': p.land } },
    { id: 'water', type: 'fill', source: 'cadastre', 'source-layer': 'land_object', filter: water, paint: { 'fill-color': p.water } },
    { id: 'road', type: 'fill', source: 'cadastre', 'source-layer': 'land_object', filter: road, paint: { 'fill-color': p.road } },
    { id: 'road-edge', type: 'line', source: 'cadastre', 'source-layer': 'land_object', filter: road, minzoom: 14,
      paint: { 'line-color': p.roadEdge, 'line-width': zoomed(14, 0.5, 18, 1) } },
    { id: 'water-edge', type: 'line', source: 'cadastre', 'source-layer': 'land_object', filter: water, minzoom: 14,
      paint: { 'line-color': p.waterInk, 'line-width': zoomed(14, 0.4, 18, 0.9), 'line-opacity': 0.6 } },
  ];
}

function parcelLayers(p, uses, fid) {
  const dark = isDark();
  return [
    { id: 'parcel-far', type: 'fill', source: 'region', 'source-layer': 'land_use', maxzoom: 14,
      paint: { 'fill-color': useFill(uses, dark ? 0.78 : 0.74), 'fill-antialias': false } },
    { id: 'parcel-fill', type: 'fill', source: 'cadastre', 'source-layer': 'parcel', minzoom: 14,
      paint: { 'fill-color': useFill(uses, dark ? [0.78, 0.7] : [0.74, 0.6]), 'fill-antialias': false } },
    { id: 'selected-fill', type: 'fill', source: 'cadastre', 'source-layer': 'parcel', filter: only(fid),
      paint: { 'fill-color': useFill(uses, dark ? 0.42 : 0.14) } },
  ];
}

function planLayers(p, uses) {
  const themed = (...themes) => ['in', ['get', 'theme'], ['literal', themes]];
  const road = themed('right_of_way');
  const water = themed('water_corridor', 'power_corridor');
  const use = themed('land_use_plan', 'zoning');
  const draft = ['==', ['get', 'status'], 'draft'];
  const zone = { source: 'planning', 'source-layer': 'plan_zone', filter: ['==', ['get', 'differs'], true] };
  const changed = { source: 'planning', 'source-layer': 'plan_hatch' };
  const tone = ['case', road, p.plan, water, p.planWater, p.planUse];
  const hatch = (id, filter, image, opacity) => ({ id, type: 'fill', ...changed, minzoom: 13.2, filter,
    paint: { 'fill-pattern': image, 'fill-opacity': ['case', draft, opacity / 2, opacity] } });
  return [
    { id: 'plan-cover', type: 'line', source: 'planning', 'source-layer': 'plan_coverage', maxzoom: 17,
      paint: { 'line-color': p.plan, 'line-width': 1.2, 'line-dasharray': [6, 3, 1.5, 3], 'line-opacity': 0.6 } },
    { id: 'plan-tint', type: 'fill', ...changed,
      paint: { 'fill-color': ['case', road, p.plan, water, p.planWater, useFill(uses, isDark() ? 0.62 : 0.5, 'planned_use')],
               'fill-opacity': zoomed(12, ['case', road, 0.45, water, 0.3, 0.85], 14, ['case', road, 0.1, water, 0.12, 0.75]) } },
    hatch('plan-hatch-use', use, 'hatch-use', 0.38),
    hatch('plan-hatch-road', road, 'hatch-road', 0.85),
    hatch('plan-hatch-water', water, 'hatch-water', 0.5),
    { id: 'parcel-line', type: 'line', source: 'cadastre', 'source-layer': 'parcel', minzoom: 14.5, layout: { 'line-join': 'round' },
      paint: { 'line-color': zoomed(15, p.line, 18, p.lineNear), 'line-width': zoomed(14.5, 0.15, 16, 0.35, 17.5, 0.7, 19, 1.1, 21, 1.6),
               'line-opacity': zoomed(14.5, 0.12, 16.3, 0.38, 17.5, 0.75, 19, 0.9) } },
    { id: 'plan-line', type: 'line', ...zone, filter: ['all', zone.filter, ['!', draft]], layout: { 'line-join': 'round' },
      paint: { 'line-color': tone, 'line-width': zoomed(14, 0.8, 18, 1.8) } },
    { id: 'plan-draft', type: 'line', ...zone, filter: draft,
      paint: { 'line-color': tone, 'line-width': zoomed(14, 0.8, 18, 1.8), 'line-dasharray': [6, 3] } },
  ];
}

function selectionLayers(p, fid) {
  const parcel = { type: 'line', source: 'cadastre', 'source-layer': 'parcel', layout: { 'line-join': 'round' } };
  const casing = { 'line-color': p.selectCasing, 'line-width': zoomed(15, 5, 19, 8.5) };
  const stroke = { 'line-color': p.select, 'line-width': zoomed(15, 2.6, 19, 4.2) };
  return [
    { id: 'sheet-line', type: 'line', source: 'cadastre', 'source-layer': 'sheet_frame',
      paint: { 'line-color': p.frame, 'line-width': 1.4, 'line-dasharray': [6, 3, 1, 3], 'line-opacity': 0.8 } },
    { id: 'unit-line', type: 'line', source: 'region', 'source-layer': 'unit',
      paint: { 'line-color': p.unit, 'line-width': zoomed(8, 1.2, 14, 1.6), 'line-dasharray': [5, 3], 'line-opacity': zoomed(8, 1, 16, 0.7, 17, 0.35) } },
    { id: 'hover', ...parcel, filter: only(null), paint: { 'line-color': p.hover, 'line-width': 2 } },
    { id: 'selected-casing', ...parcel, filter: only(fid), paint: casing },
    { id: 'selected', ...parcel, filter: only(fid), paint: stroke },
  ];
}

/** A label is drawn only where the parcel is wider on screen than its text (w = short side, metres). */
function labelLayers(p) {
  const label = { type: 'symbol', source: 'cadastre', 'source-layer': 'parcel_label' };
  const w = ['get', 'w'];
  const from = (m) => ['>=', w, m];
  const below = (m) => ['<', w, m];
  const ink = { 'text-color': p.ink, 'text-halo-color': p.halo };
  return [
    { id: 'label-use', ...label, minzoom: 18.2, filter: ['step', ['zoom'], from(15), 19, from(9.5), 20, from(5)],
      layout: { 'text-field': ['get', 'land_use'], 'text-font': SEMIBOLD, 'text-size': zoomed(18.2, 9.5, 20, 13), 'text-anchor': 'right',
                'text-offset': ['match', ['length', AREA_TEXT], 5, ['literal', [-1.75, 0]], 6, ['literal', [-2, 0]], ['literal', [-1.5, 0]]],
                'text-padding': 0 },
      paint: { ...ink, 'text-halo-width': 1, 'text-opacity': 0.85 } },
    { id: 'label-fraction', ...label, minzoom: 17.6, filter: ['step', ['zoom'], from(12), 18, from(9.7), 18.6, from(7), 19.2, from(5), 19.7, true],
      layout: { 'text-field': ['concat', ['to-string', ['get', 'number']], '\n', AREA_TEXT], 'text-font': TEXT, 'text-line-height': 1.28,
                'text-size': zoomed(17.6, 9, 19, 11.5, 20.5, 14), 'icon-image': 'fraction-bar', 'icon-text-fit': 'width',
                'icon-text-fit-padding': [0, 1, 0, 1], 'icon-offset': [0, 1.4], 'text-padding': 1, 'symbol-sort-key': ['-', 0, ['to-number', ['get', 'area']]] },
      paint: { ...ink, 'text-halo-width': 0.8, 'icon-opacity': 0.8 } },
    { id: 'label-number', ...label, minzoom: 16.9, maxzoom: 19.7,
      filter: ['step', ['zoom'], from(10), 17.6, ['all', below(12), from(6.6)], 18, ['all', below(9.7), from(4.9)], 18.6, below(7), 19.2, below(5)],
      layout: { 'text-field': ['to-string', ['get', 'number']], 'text-font': TEXT, 'text-size': zoomed(17, 8.5, 18.6, 10.5), 'text-padding': 2 },
      paint: { ...ink, 'text-opacity': 0.75, 'text-halo-width': 0.7 } },
    { id: 'sheet-name', type: 'symbol', source: 'cadastre', 'source-layer': 'sheet_frame', maxzoom: 18,
      layout: { 'text-field': ['concat', 'Tờ ', ['to-string', ['get', 'sheet']]], 'text-font': BOLD, 'text-size': 16 },
      paint: { ...ink, 'text-opacity': 0.8, 'text-halo-width': 2 } },
    { id: 'plan-name', type: 'symbol', source: 'planning', 'source-layer': 'plan_label', minzoom: 15,
      layout: { 'text-field': ['format', ['coalesce', ['get', 'zone_code'], ''], { 'font-scale': 1.2, 'text-font': ['literal', BOLD] }, '\n', {}, ['coalesce', ['get', 'name'], ''], {}],
                'text-font': SEMIBOLD, 'text-size': zoomed(15, 11, 18, 14), 'text-max-width': 9, 'text-line-height': 1.2, 'text-padding': 30 },
      paint: { 'text-color': p.planUseInk, 'text-halo-color': p.planUseHalo, 'text-halo-width': 2 } },
    { id: 'unit-name', type: 'symbol', source: 'region', 'source-layer': 'unit_label', maxzoom: 15,
      layout: { 'text-field': ['get', 'name'], 'text-font': SEMIBOLD, 'text-size': zoomed(8, 12, 13, 15), 'text-max-width': 8 },
      paint: { 'text-color': p.unitInk, 'text-halo-color': p.halo, 'text-halo-width': 1.6 } },
    { id: 'selected-label', type: 'symbol', source: 'subject', minzoom: 16.5,
      layout: { 'text-field': ['get', 'number'], 'text-font': BOLD, 'text-size': zoomed(16.5, 11, 19, 14), 'text-allow-overlap': true },
      paint: { ...ink, 'text-halo-width': 1.8 } },
  ];
}

/** All layers in their legal order of precedence (see the table of map rules in docs). */
export function publicLayers({ uses, selected }) {
  const p = palette();
  return [...groundLayers(p), ...parcelLayers(p, uses, selected), ...planLayers(p, uses), ...selectionLayers(p, selected), ...labelLayers(p)];
}
