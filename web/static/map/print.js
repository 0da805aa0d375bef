// A WebGL canvas prints blank, so the map is put beside it as a picture just before printing.
export function preparePrint(map, picture) {
  addEventListener('beforeprint', () => {
    map.redraw();
    picture.src = map.getCanvas().toDataURL('image/png');
    picture.hidden = false;
  });
  addEventListener('afterprint', () => { picture.hidden = true; picture.removeAttribute('src'); });
}
