// Map colours. Hue is law (official land-use symbols), strength is ours: drawn colours are the official
// ones mixed with paper (light) or ink (dark), solid, so that legend and map always match.

const PAPER = [248, 249, 246];
const NIGHT = [16, 26, 32];

/** True when the page is shown dark: the reader's choice, else the system's. */
export function isDark() {
  const chosen = document.documentElement.dataset.bsTheme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

const hex = (rgb) => '#' + rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('');

/** The official colour mixed towards paper or night by `share` (0 = official, 1 = background). */
export function calm(rgb, share) {
  const ground = isDark() ? NIGHT : PAPER;
  return hex(rgb.map((part, i) => part * (1 - share) + ground[i] * share));
}

/** Everything on the map that is not a land use. */
export function palette() {
  return isDark()
    ? {
        ground: '#131D22', land: '#182329', road: '#26343B', roadEdge: '#3A4C55', water: '#10303C', waterInk: '#7FB7C8',
        line: '#8FA1A8', lineNear: '#B8C6CB', ink: '#E4ECEF', halo: '#131D22', roadInk: '#AEBDC3',
        select: '#7CC7DC', selectCasing: '#06161C', hover: '#FFFFFF', plan: '#FF8A8F', planUse: '#C9B4CF',
        planWater: '#7FB7C8', planUseInk: '#EBD6F0', planUseHalo: '#241A2A', noData: '#4A5A62', frame: '#AEBDC3',
        unit: '#5E727C', unitInk: '#BCC9CE',
      }
    : {
        ground: '#F1F3EF', land: '#F6F7F4', road: '#FFFFFF', roadEdge: '#CBD2D1', water: '#C6DFE7', waterInk: '#2E6B7F',
        line: '#6B7A80', lineNear: '#3F4E55', ink: '#10212B', halo: '#FFFFFF', roadInk: '#4A5A62',
        select: '#0B5166', selectCasing: '#FFFFFF', hover: '#10212B', plan: '#B3202C', planUse: '#6B4A78',
        planWater: '#1F6E8C', planUseInk: '#47295A', planUseHalo: '#FBEFF6', noData: '#A9B4B8', frame: '#3A4C56',
        unit: '#8A9AA1', unitInk: '#3A4C56',
      };
}

/**
 * Fill colour by main land use. `uses` maps code to {rgb}; unknown codes are neutral grey.
 * `share` is the part of background, or [far, near] to fade from zoom 15.5 to 18.
 */
export function useFill(uses, share, property = 'main_use') {
  const at = (part) => {
    const pairs = Object.entries(uses).flatMap(([code, use]) => [code, calm(use.rgb, part)]);
    return pairs.length ? ['match', ['get', property], ...pairs, calm([205, 208, 206], part)] : calm([205, 208, 206], part);
  };
  return Array.isArray(share) ? ['interpolate', ['linear'], ['zoom'], 15.5, at(share[0]), 18, at(share[1])] : at(share);
}
