// What every desk page does: dialogs, keys, uploads with a bar, buttons that cannot be pressed twice.
import 'htmx';
import { keysOn, listen, switchKeys } from 'thodia/map/keys.js';

const dialogOf = (element) => document.querySelector(element.dataset.open);

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open]');
  if (opener) dialogOf(opener).showModal();
  if (event.target.closest('[data-dismiss]')) event.target.closest('dialog').close();
  if (event.target.closest('[data-keys-open]')) document.querySelector('#keys').showModal();
});

const keySwitch = document.querySelector('[data-keys-switch]');
keySwitch.checked = keysOn();
keySwitch.addEventListener('change', () => switchKeys(keySwitch.checked));

/** `G` then a letter goes to a page. */
const PLACES = { v: '/ban-lam-viec/', n: '/ban-lam-viec/nhap-tep/', h: '/ban-lam-viec/ho-so/', b: '/' };
const prefix = document.documentElement.lang === 'en' ? '/en' : '';
let leader = 0;
const go = (key) => {
  if (Date.now() - leader > 1200) return false;
  location.href = prefix + PLACES[key];
  return true;
};
listen({
  '?': () => document.querySelector('#keys').showModal(),
  g: () => { leader = Date.now(); },
  v: () => go('v'), n: () => go('n'), h: () => go('h'), b: () => go('b'),
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  document.querySelector('[data-main-action] [type=submit]:not(:disabled)')?.click();
});

/** A legal act is sent once: the button shows that it is on its way. */
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.method === 'dialog') return;
  const first = event.target.querySelector('.btn-primary[type=submit]') ?? event.target.querySelector('[type=submit]');
  setTimeout(() => {
    if (event.target.matches('[data-upload]')) return;
    for (const button of new Set([event.submitter, first])) {
      if (button) { button.disabled = true; button.setAttribute('aria-busy', 'true'); }
    }
  });
});
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

/** Where the import lives on is the batch page; here only the sending is shown. */
function uploadForm(form) {
  const zone = form.querySelector('.drop');
  const input = zone.querySelector('input[type=file]');
  const name = zone.querySelector('[data-file-name]');
  const empty = name.textContent;
  const kind = form.querySelector('[name=kind]');
  const facts = form.querySelector('.plan-facts');
  const show = () => {
    name.textContent = [...input.files].map((file) => file.name).join(', ') || empty;
    zone.classList.toggle('chosen', input.files.length > 0);
  };
  input.addEventListener('change', show);
  kind.addEventListener('change', () => { facts.hidden = kind.value === 'parcels'; });
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    zone.addEventListener(type, (event) => {
      zone.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      if (type !== 'drop') return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      show();
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}

function send(form) {
  const button = form.querySelector('[type=submit]');
  const bar = form.querySelector('[data-upload-bar]');
  const words = button.textContent;
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  button.textContent = button.dataset.busy;
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', (sent) => { if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total; });
  request.addEventListener('load', () => {
    const landed = new URL(request.responseURL || location.href);
    if (landed.pathname + landed.search !== location.pathname + location.search) { location.assign(landed); return; }
    const answer = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('#main');
    if (!answer) { location.reload(); return; }
    document.querySelector('#main').replaceWith(document.adoptNode(answer));
    document.querySelectorAll('[data-upload]').forEach(uploadForm);
    const problem = document.querySelector('[role=alert], .errorlist');
    problem?.setAttribute('tabindex', '-1');
    problem?.focus();
    problem?.scrollIntoView({ block: 'nearest' });
  });
  request.addEventListener('error', () => {
    button.disabled = false;
    button.removeAttribute('aria-busy');
    button.textContent = words;
    bar.hidden = true;
  });
  request.open('POST', location.pathname + location.search);
  request.send(new FormData(form));
}

document.querySelectorAll('[data-upload]').forEach(uploadForm);
document.documentElement.dataset.desk = 'ready';
