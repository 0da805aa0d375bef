// WGS-84 to VN-2000 / TM for the coordinate read-out (display only; the server computes everything legal).
// Same seven parameters as EPSG:6960 (Decision 05/2007/QĐ-BTNMT), coordinate-frame rotation, inverted.

const A = 6378137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const RAD = Math.PI / 180;
const SECOND = RAD / 3600;
const SHIFT = { x: -191.90441429, y: -39.30318279, z: -111.45032835 };
const TURN = { x: -0.00928836 * SECOND, y: 0.01975479 * SECOND, z: -0.00427372 * SECOND };
const SCALE = 1 + 0.252906278e-6;

function toEarth(lon, lat) {
  const n = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
  return [n * Math.cos(lat) * Math.cos(lon), n * Math.cos(lat) * Math.sin(lon), n * (1 - E2) * Math.sin(lat)];
}

function toSphere([x, y, z]) {
  const p = Math.hypot(x, y);
  let lat = Math.atan2(z, p * (1 - E2));
  for (let i = 0; i < 4; i += 1) {
    const n = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
    lat = Math.atan2(z + E2 * n * Math.sin(lat), p);
  }
  return [Math.atan2(y, x), lat];
}

/** WGS-84 degrees to VN-2000 radians. */
function shift(lon, lat) {
  const [wx, wy, wz] = toEarth(lon * RAD, lat * RAD);
  const x = (wx - SHIFT.x) / SCALE;
  const y = (wy - SHIFT.y) / SCALE;
  const z = (wz - SHIFT.z) / SCALE;
  return toSphere([x - TURN.z * y + TURN.y * z, TURN.z * x + y - TURN.x * z, -TURN.y * x + TURN.x * y + z]);
}

/** Transverse Mercator by Krüger's series to n^4: below 0.1 mm inside a 3° zone. */
function project(lon, lat, zone) {
  const n = F / (2 - F);
  const radius = (A / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const alpha = [
    n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
    (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
    (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
    (49561 / 161280) * n ** 4,
  ];
  const e = Math.sqrt(E2);
  const t = Math.sinh(Math.atanh(Math.sin(lat)) - e * Math.atanh(e * Math.sin(lat)));
  const d = lon - zone.meridian * RAD;
  const xi = Math.atan2(t, Math.cos(d));
  const eta = Math.asinh(Math.sin(d) / Math.hypot(t, Math.cos(d)));
  let north = xi;
  let east = eta;
  alpha.forEach((a, i) => {
    const k = 2 * (i + 1);
    north += a * Math.sin(k * xi) * Math.cosh(k * eta);
    east += a * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  return { north: zone.scale * radius * north + zone.falseNorthing, east: zone.scale * radius * east + zone.falseEasting };
}

/**
 * Metres in a VN-2000 zone. `zone` is {meridian (degrees), scale, falseEasting, falseNorthing}.
 * Answers {north, east}; paper writes them X (Bắc), Y (Đông).
 */
export function toVn2000({ lng, lat }, zone) {
  const [lon, vn] = shift(lng, lat);
  return project(lon, vn, zone);
}
