// The text twin of the map: the parcels in view as a list, nearest to the middle first, at most 50.
const MOST = 50;

/** Distinct parcels drawn on screen, nearest to the middle first. */
export function parcelsInView(map) {
  const seen = new Map();
  const canvas = map.getCanvas();
  const pad = map.getPadding();
  const middle = { x: (canvas.clientWidth + pad.left - pad.right) / 2, y: (canvas.clientHeight + pad.top - pad.bottom) / 2 };
  for (const feature of map.queryRenderedFeatures({ layers: ['parcel'] })) {
    const { parcel_code: code } = feature.properties;
    if (!code || seen.has(code)) continue;
    const ring = feature.geometry.type === 'Polygon' ? feature.geometry.coordinates[0] : feature.geometry.coordinates[0][0];
    const center = ring.reduce(([x, y], [lon, lat]) => [x + lon / ring.length, y + lat / ring.length], [0, 0]);
    const at = map.project(center);
    seen.set(code, { ...feature.properties, fid: feature.id, distance: Math.hypot(at.x - middle.x, at.y - middle.y) });
  }
  return [...seen.values()].sort((a, b) => a.distance - b.distance);
}

const area = (value) => Number(value).toFixed(1).replace('.', ',');

/** Keeps the list true to the view while it is open; links work without script too. */
export class InView {
  constructor({ map, root, config, open }) {
    Object.assign(this, { map, root, config, open });
    this.code = null;
    map.on('idle', () => this.refresh());
    root.addEventListener('toggle', () => this.refresh(), true);
    root.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-code]');
      if (!link || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      open(link.dataset.code);
    });
  }

  row(parcel) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = this.config.urls.parcel.replace('CODE', parcel.parcel_code);
    link.dataset.code = parcel.parcel_code;
    if (parcel.parcel_code === this.code) link.setAttribute('aria-current', 'true');
    const label = document.createElement('span');
    label.className = `fraction use-${parcel.main_use}`;
    label.setAttribute('aria-hidden', 'true');
    label.innerHTML = '<span class="use"></span><span class="over"><span></span><span></span></span>';
    const [use, over] = label.children;
    use.textContent = parcel.land_use;
    over.children[0].textContent = parcel.number;
    over.children[1].textContent = area(parcel.area);
    const words = document.createElement('span');
    words.textContent = this.config.texts.inViewRow.replace('{number}', parcel.number).replace('{sheet}', parcel.sheet);
    const spoken = document.createElement('span');
    spoken.className = 'visually-hidden';
    spoken.textContent = `, ${parcel.land_use}, ${area(parcel.area)} m²`;
    words.append(spoken);
    link.append(label, words);
    item.append(link);
    return item;
  }

  refresh(code = this.code) {
    this.code = code;
    const details = this.root.querySelector('details');
    const count = this.root.querySelector('.count');
    const parcels = parcelsInView(this.map);
    count.textContent = !parcels.length ? this.config.texts.zoomIn : parcels.length > MOST ? this.config.texts.nearest.replace('{count}', MOST) : String(parcels.length);
    if (!details.open) return;
    const list = this.root.querySelector('ol');
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.code : null;
    list.replaceChildren(...parcels.slice(0, MOST).map((parcel) => this.row(parcel)));
    if (focused) list.querySelector(`a[data-code="${focused}"]`)?.focus({ preventScroll: true });
    this.root.querySelector('[data-empty]').hidden = parcels.length > 0;
  }
}
