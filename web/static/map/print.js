// Printing. A WebGL canvas prints blank, so just before printing the map is put beside it as a picture; paper is
// light, so a dark map is redrawn light first when the reader uses our own button.
import { isDark } from 'thodia/map/palette.js';
import { loadStyle } from 'thodia/map/style.js';

/** Keep the picture true whichever way printing starts. */
export function preparePrint(map, picture) {
  addEventListener('beforeprint', () => {
    map.redraw();
    picture.src = map.getCanvas().toDataURL('image/png');
    picture.hidden = false;
  });
  addEventListener('afterprint', () => { picture.hidden = true; picture.removeAttribute('src'); });
}

/** The print button: wait for a light map, print, go back. */
export async function printMap(map, config, state) {
  const dark = isDark();
  if (dark) {
    map.setStyle(await loadStyle(config, state, 'light'), { diff: false });
    await map.once('idle');
  }
  print();
  if (dark) map.setStyle(await loadStyle(config, state), { diff: false });
}
