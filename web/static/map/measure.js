// Measure length and area on the ground: click points, Backspace removes one, Escape ends.
// Lengths and areas are on the WGS-84 sphere of the same authalic radius; for orientation, not for law.
const R = 6371007.2;
const RAD = Math.PI / 180;

function distance([a, b], [c, d]) {
  const s = Math.sin(((d - b) * RAD) / 2) ** 2 + Math.cos(b * RAD) * Math.cos(d * RAD) * Math.sin(((c - a) * RAD) / 2) ** 2;
  return 2 * R * Math.asin(Math.sqrt(s));
}

const length = (points) => points.slice(1).reduce((sum, p, i) => sum + distance(points[i], p), 0);

function surface(points) {
  const ring = [...points, points[0]];
  const sum = ring.slice(1).reduce((s, [x, y], i) => s + (x - ring[i][0]) * RAD * (2 + Math.sin(y * RAD) + Math.sin(ring[i][1] * RAD)), 0);
  return Math.abs((sum * R * R) / 2);
}

const written = (value, digits = 1) => value.toLocaleString('vi-VN', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export class Measure {
  constructor({ map, box, button, texts, color }) {
    Object.assign(this, { map, box, button, texts, color, points: [], active: false });
    button.addEventListener('click', () => this.toggle());
    this.click = (event) => { if (this.active) { this.points.push(event.lngLat.toArray()); this.draw(); } };
    map.on('click', this.click);
  }

  toggle(active = !this.active) {
    this.active = active;
    this.points = [];
    this.button.setAttribute('aria-pressed', String(active));
    this.box.hidden = !active;
    this.map.getCanvas().style.cursor = active ? 'crosshair' : '';
    this.draw();
  }

  undo() { this.points.pop(); this.draw(); }

  /** A point at the middle of the view: measuring without a mouse. */
  addCentre() { this.points.push(this.map.getCenter().toArray()); this.draw(); }

  data() {
    const feature = (type, coordinates) => ({ type: 'Feature', properties: {}, geometry: { type, coordinates } });
    const features = this.points.map((p) => feature('Point', p));
    if (this.points.length > 1) features.push(feature('LineString', this.points));
    if (this.points.length > 2) features.push(feature('Polygon', [[...this.points, this.points[0]]]));
    return { type: 'FeatureCollection', features };
  }

  ensureLayers() {
    if (this.map.getSource('measure')) return;
    const color = this.color();
    this.map.addSource('measure', { type: 'geojson', data: this.data() });
    this.map.addLayer({ id: 'measure-fill', type: 'fill', source: 'measure', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': color, 'fill-opacity': 0.14 } });
    this.map.addLayer({ id: 'measure-line', type: 'line', source: 'measure', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': color, 'line-width': 2.5 } });
    this.map.addLayer({ id: 'measure-point', type: 'circle', source: 'measure', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 4.5, 'circle-color': '#fff', 'circle-stroke-color': color, 'circle-stroke-width': 2.5 } });
  }

  draw() {
    this.ensureLayers();
    this.map.getSource('measure').setData(this.data());
    if (!this.active) return;
    const out = this.box.querySelector('output');
    if (this.points.length < 2) { out.textContent = this.texts.start; return; }
    const metres = length(this.points);
    const parts = [`${this.texts.length} ${metres >= 2000 ? `${written(metres / 1000, 2)} km` : `${written(metres)} m`}`];
    if (this.points.length > 2) {
      const m2 = surface(this.points);
      parts.push(`${this.texts.area} ${m2 >= 100000 ? `${written(m2 / 10000, 2)} ha` : `${written(m2)} m²`}`);
    }
    out.textContent = parts.join(' · ');
  }
}
