// "Vị trí của tôi" and points found by coordinates: a dot on the map and the parcel under it.
import * as maplibregl from 'maplibre-gl';
import { moveTime } from 'thodia/map/view.js';

let marker = null;
let address = '';

/** Where the server answers which parcel lies at a place. */
export const asksAt = (url) => { address = url; };

/** Open the parcel the register has at a place; say so in words when there is none. */
export async function openAt({ lng: lon, lat }, open, say) {
  const answer = await fetch(`${address}?${new URLSearchParams({ lon, lat })}`, { headers: { Accept: 'application/json' } });
  const { parcel, message } = await answer.json();
  if (parcel) open(parcel, { focus: true });
  else say(message);
}

/** Put the dot, go there, and open the parcel the register has at that place. `point` = [lon, lat]. */
export async function markPlace(map, point, open, say) {
  const dot = document.createElement('div');
  dot.className = 'place-dot';
  marker?.remove();
  marker = new maplibregl.Marker({ element: dot }).setLngLat(point).addTo(map);
  map.easeTo({ center: point, zoom: Math.max(map.getZoom(), 18), duration: moveTime() }, { write: true });
  await openAt({ lng: point[0], lat: point[1] }, open, say);
}

/** The device's own place; refusals are said in words. Nothing is sent but the point itself. */
export function locate(map, texts, open, say) {
  if (!navigator.geolocation) { say(texts.noLocation); return; }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => markPlace(map, [coords.longitude, coords.latitude], open, say),
    ({ code }) => say(code === 1 ? texts.locationRefused : texts.noLocation),
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 },
  );
}
