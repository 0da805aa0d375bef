// "Vị trí của tôi" and points found by coordinates: a dot on the map and the parcel under it.
import * as maplibregl from 'maplibre-gl';
import { moveTime } from 'thodia/map/view.js';

let marker = null;

/** Put the dot, go there, and open the parcel the register has at that place. `point` = [lon, lat]. */
export async function markPlace(map, point, config, open, say) {
  const dot = document.createElement('div');
  dot.className = 'place-dot';
  marker?.remove();
  marker = new maplibregl.Marker({ element: dot }).setLngLat(point).addTo(map);
  map.easeTo({ center: point, zoom: Math.max(map.getZoom(), 18), duration: moveTime() }, { write: true });
  const [lon, lat] = point;
  const answer = await fetch(`${config.urls.at}?${new URLSearchParams({ lon, lat })}`, { headers: { Accept: 'application/json' } });
  const { parcel, message } = await answer.json();
  if (parcel) open(parcel, { focus: true });
  else say(message);
}

/** The device's own place; refusals are said in words. Nothing is sent but the point itself. */
export function locate(map, config, open, say) {
  if (!navigator.geolocation) { say(config.texts.noLocation); return; }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => markPlace(map, [coords.longitude, coords.latitude], config, open, say),
    ({ code }) => say(code === 1 ? config.texts.locationRefused : config.texts.noLocation),
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 },
  );
}
