// The address bar is the state: view (z, x = kinh độ, y = vĩ độ), hidden layers (lop), selected parcel (path).

const round = (value, digits) => Number(value.toFixed(digits));

/** The view written in the address, or null. */
export function readView(search = location.search) {
  const q = new URLSearchParams(search);
  const [z, x, y] = ['z', 'x', 'y'].map((key) => Number.parseFloat(q.get(key)));
  if (![z, x, y].every(Number.isFinite) || Math.abs(x) > 180 || Math.abs(y) > 85) return null;
  return { zoom: Math.min(22, Math.max(0, z)), center: [x, y] };
}

/** Names of visible layer groups written in the address, or null for the usual ones. */
export function readLayers(search = location.search) {
  const value = new URLSearchParams(search).get('lop');
  return value === null ? null : value.split(',').filter(Boolean);
}

/** Write view and layers without a new step in the history. */
export function writeView(map, layers) {
  const center = map.getCenter();
  const q = new URLSearchParams(location.search);
  q.delete('q');
  q.set('z', round(map.getZoom(), 2));
  q.set('x', round(center.lng, 6));
  q.set('y', round(center.lat, 6));
  if (layers) q.set('lop', layers.join(','));
  else q.delete('lop');
  history.replaceState(history.state, '', `${location.pathname}?${q}`.replaceAll('%2C', ','));
}

/** A parcel becomes (or stops being) the subject of the page: one step in the history. */
export function pushSubject(path, subject) {
  const q = new URLSearchParams(location.search);
  q.delete('q');
  history.pushState({ subject }, '', q.size ? `${path}?${q}`.replaceAll('%2C', ',') : path);
}
