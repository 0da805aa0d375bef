// Images the style asks for by name: hatches, the fraction bar, finding marks. Drawn when first needed,
// at twice the size, so a change of theme only has to rebuild the style.
import { palette } from 'thodia/map/palette.js';

function drawing(width, height, paint) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  paint(context);
  return context.getImageData(0, 0, width, height);
}

/** A seamless hatch: `direction` is '/', '\\' or '-', `gap` in screen pixels between lines. */
function hatch(color, direction, gap, width) {
  const size = gap * 4;
  const step = gap * 2;
  return drawing(size, size, (c) => {
    c.strokeStyle = color;
    c.lineWidth = width * 2;
    c.beginPath();
    for (let k = -size; k <= 2 * size; k += step) {
      if (direction === '/') { c.moveTo(k - 4, size + 4); c.lineTo(k + size + 4, -4); }
      else if (direction === '\\') { c.moveTo(k - 4, -4); c.lineTo(k + size + 4, size + 4); }
      else { c.moveTo(-4, k + step / 2); c.lineTo(size + 4, k + step / 2); }
    }
    c.stroke();
  });
}

function outline(c, kind, r) {
  c.beginPath();
  if (kind === 'error') {
    for (let i = 0; i < 8; i += 1) {
      const angle = Math.PI / 8 + (i * Math.PI) / 4;
      c.lineTo(r * Math.cos(angle), r * Math.sin(angle));
    }
  } else if (kind === 'warning') {
    c.moveTo(0, -r * 1.08); c.lineTo(r * 1.1, r * 0.86); c.lineTo(-r * 1.1, r * 0.86);
  } else {
    c.arc(0, 0, r, 0, 7);
  }
  c.closePath();
}

/** Finding marks differ by shape, luminance and sign, never by colour alone. */
function findingMark(kind, selected) {
  const size = selected ? 60 : 44;
  const r = selected ? 20 : 15;
  const fill = { error: '#A81C28', warning: '#E59A13', note: '#39509F' }[kind];
  return drawing(size, size, (c) => {
    c.translate(size / 2, size / 2);
    if (selected) { outline(c, kind, r + 9); c.fillStyle = '#10212B'; c.fill(); }
    outline(c, kind, r + 5); c.fillStyle = '#fff'; c.fill();
    outline(c, kind, r); c.fillStyle = fill; c.fill();
    c.fillStyle = kind === 'warning' ? '#10212B' : '#fff';
    const drop = kind === 'warning' ? 2 : 0;
    if (kind === 'note') { c.fillRect(-2, -2.5, 4, 10); c.fillRect(-2, -8.5, 4, 4); }
    else { c.fillRect(-2, -8 + drop, 4, 10); c.fillRect(-2, 4.5 + drop, 4, 4); }
  });
}

const bar = (color) => drawing(16, 4, (c) => { c.fillStyle = color; c.fillRect(0, 0, 16, 3); });

const MAKERS = {
  bar: (p) => [bar(p.ink), { stretchX: [[4, 12]], content: [0, 0, 16, 4] }],
  'h-road': (p) => [hatch(p.plan, '/', 5, 1.5)],
  'h-river': (p) => [hatch(p.planWater, '-', 4, 1.2)],
  'h-use': (p) => [hatch(p.planUse, '\\', 8, 1)],
  'h-nodata': (p) => [hatch(p.noData, '/', 7, 1)],
};
for (const kind of ['error', 'warning', 'note']) {
  MAKERS[`finding-${kind}`] = () => [findingMark(kind, false)];
  MAKERS[`finding-${kind}-selected`] = () => [findingMark(kind, true)];
}

/** Let the map draw an image the moment its style first names it. */
export function provideSymbols(map) {
  map.setMissingStyleImageResolver((id) => {
    const make = MAKERS[id];
    if (!make || map.hasImage(id)) return;
    const [image, options] = make(palette());
    map.addImage(id, image, { pixelRatio: 2, ...options });
  });
}
