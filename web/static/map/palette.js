// Colours the page itself draws on the map: hatches and marks. Everything else comes with the server's style.

/** True when the page is shown dark: the reader's choice, else the system's. */
export function isDark() {
  const chosen = document.documentElement.dataset.bsTheme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Inks of hatches, the fraction bar and measuring. */
export function palette() {
  return isDark()
    ? { ink: '#E4ECEF', plan: '#FF8A8F', planUse: '#C9B4CF', planWater: '#7FB7C8', noData: '#4A5A62' }
    : { ink: '#10212B', plan: '#B3202C', planUse: '#6B4A78', planWater: '#1F6E8C', noData: '#A9B4B8' };
}
