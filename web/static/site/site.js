// Every page: menu on small screens, light or dark. Nothing here is needed to read the page.

const year = 60 * 60 * 24 * 365;
const chosen = () => document.documentElement.dataset.bsTheme;
const shownDark = () => (chosen() ? chosen() === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

for (const button of document.querySelectorAll('[data-theme-toggle]')) {
  button.addEventListener('click', () => {
    const next = shownDark() ? 'light' : 'dark';
    document.documentElement.dataset.bsTheme = next;
    document.cookie = `thodia_theme=${next};path=/;max-age=${year};samesite=lax`;
    document.dispatchEvent(new CustomEvent('thodia:theme', { detail: next }));
  });
}

for (const toggle of document.querySelectorAll('[data-nav-toggle]')) {
  const nav = document.getElementById(toggle.getAttribute('aria-controls'));
  const open = (value) => {
    nav.classList.toggle('is-open', value);
    toggle.setAttribute('aria-expanded', String(value));
  };
  toggle.addEventListener('click', () => open(!nav.classList.contains('is-open')));
  nav.addEventListener('keydown', (event) => { if (event.key === 'Escape') { open(false); toggle.focus(); } });
  document.addEventListener('pointerdown', (event) => { if (!nav.contains(event.target) && !toggle.contains(event.target)) open(false); });
}

for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => print());
for (const field of document.querySelectorAll('[data-autosubmit]')) field.addEventListener('change', () => field.form.requestSubmit());
