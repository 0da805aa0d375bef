// What every desk page does: htmx, theme of the page, key list, uploads with a bar, confirmations.
import htmx from 'htmx';

globalThis.htmx = htmx;
const typing = (event) => event.isComposing || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable;

document.addEventListener('htmx:config:request', (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token && event.detail?.ctx?.request) event.detail.ctx.request.headers['X-CSRFToken'] = token;
});

document.addEventListener('click', (event) => {
  const ask = event.target.closest('[data-confirm]');
  if (ask && !confirm(ask.dataset.confirm)) event.preventDefault();
  if (event.target.closest('[data-keys-open]')) document.querySelector('#keys').showModal();
  if (event.target.closest('[data-print]')) print();
});

let leader = 0;
document.addEventListener('keydown', (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) document.querySelector('[data-main-action] button:not(:disabled)')?.click();
    return;
  }
  if (event.key === '?') document.querySelector('#keys').showModal();
  if (event.key === 'g') { leader = Date.now(); return; }
  if (Date.now() - leader < 1200 && 'vn'.includes(event.key)) {
    location.href = event.key === 'v' ? '/ban-lam-viec/' : '/ban-lam-viec/nhap-tep/';
  }
});

/** The chosen file's name in the drop zone, drag and drop, and a bar while it is sent. */
function uploadForm(form) {
  const zone = form.querySelector('.drop');
  const input = zone.querySelector('input[type=file]');
  const name = zone.querySelector('[data-file-name]');
  const bar = form.querySelector('[data-upload-bar]');
  const kind = form.querySelector('[name=kind]');
  const facts = form.querySelector('.plan-facts');
  const show = () => { if (input.files[0]) name.textContent = input.files[0].name; };
  const planOnly = () => { facts.open = kind.value !== 'parcels'; };
  input.addEventListener('change', show);
  kind.addEventListener('change', planOnly);
  for (const type of ['dragover', 'dragleave', 'drop']) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.toggle('over', type === 'dragover');
      if (type === 'drop') { input.files = event.dataTransfer.files; show(); }
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    bar.hidden = false;
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', (sent) => { if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total; });
    request.addEventListener('load', () => {
      if (request.responseURL && new URL(request.responseURL).pathname !== location.pathname) { location.href = request.responseURL; return; }
      const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
      document.querySelector('#main').replaceWith(answer.querySelector('#main'));
      document.querySelectorAll('[data-upload]').forEach(uploadForm);
      document.querySelector('[role=alert]')?.scrollIntoView();
    });
    request.addEventListener('error', () => { button.disabled = false; button.removeAttribute('aria-busy'); bar.hidden = true; });
    request.open('POST', location.pathname);
    request.send(new FormData(form));
  });
}

document.querySelectorAll('[data-upload]').forEach(uploadForm);
document.documentElement.dataset.desk = 'ready';
