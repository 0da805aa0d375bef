// The scan viewer's keys: left and right turn pages, + and - zoom. The page works without it: everything is a link.
import { listen } from 'thodia/map/keys.js';

const follow = (selector) => document.querySelector(selector)?.click();
const sheet = document.querySelector('.scan-sheet');

listen({ '+': () => zoom(true), '-': () => zoom(false) });

function zoom(larger) {
  if (sheet.classList.contains('large') !== larger) follow('[data-zoom]');
}

// arrows scroll inside an enlarged page until its edge; there, and on a page that fits, they turn it
document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, dialog')) return;
  const edge = sheet.scrollWidth - sheet.clientWidth;
  if (event.key === 'ArrowLeft' && sheet.scrollLeft <= 0) follow('[data-earlier]');
  if (event.key === 'ArrowRight' && sheet.scrollLeft >= edge - 1) follow('[data-later]');
});

const later = document.querySelector('[data-later]');
if (later) new Image().src = sheet.querySelector('img').src.replace(/\/(\d+)-(\w+)\.jpg/, (all, n, size) => `/${Number(n) + 1}-${size}.jpg`);
document.querySelector('.scan-strip [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
