// The form of an act: parties are chosen without leaving the page, shares are added up while they are typed.
const form = document.querySelector('[data-act-form]');

/** Greatest common divisor, to keep fractions small. */
const divisor = (a, b) => (b === 0n ? a : divisor(b, a % b));

/** The sum of written fractions as text; null while one of them cannot be read. */
function sum(texts) {
  let [top, bottom] = [0n, 1n];
  for (const text of texts) {
    const read = /^\s*(\d+)\s*(?:\/\s*(\d+))?\s*$/.exec(text);
    if (!read || read[2] === '0') return null;
    const [a, b] = [BigInt(read[1]), BigInt(read[2] ?? '1')];
    [top, bottom] = [top * b + a * bottom, bottom * b];
    const by = divisor(top, bottom) || 1n;
    [top, bottom] = [top / by, bottom / by];
  }
  return bottom === 1n ? `${top}` : `${top}/${bottom}`;
}

form.addEventListener('input', (event) => {
  if (!event.target.matches('[data-share]')) return;
  const field = event.target.closest('[data-picker]');
  const typed = [...field.querySelectorAll('[data-share]')].map((one) => one.value).filter((text) => text.trim());
  const shown = field.querySelector('[data-share-sum]');
  const total = typed.length ? sum(typed) : '';
  shown.textContent = total ? `${shown.dataset.words} ${total}` : '';
  shown.classList.toggle('warn', Boolean(total) && total !== '1');
});

/** Enter in a search field searches; it does not save the draft. */
form.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches('[type=search]')) return;
  event.preventDefault();
  event.target.closest('[data-picker]').querySelector('[name=nguoi][value^="tim:"]').click();
});

form.addEventListener('click', (event) => {
  const button = event.target.closest('[name=nguoi]');
  if (!button || button.matches('[data-leaves]')) return;
  event.preventDefault();
  step(button);
});

/** One press of the picker: the answer's own field takes the place of this one, the rest of the form stays. */
async function step(button) {
  const field = button.closest('[data-picker]');
  if (field.getAttribute('aria-busy') === 'true') return;
  const sent = new FormData(form);
  for (const search of form.querySelectorAll('[data-picker] [type=search]')) {
    if (!field.contains(search)) sent.delete(search.name);
  }
  const [what] = button.value.split(':');
  if (what !== 'tim') sent.delete(field.querySelector('[type=search]').name);
  sent.append(button.name, button.value);
  field.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(location.href, { method: 'POST', body: sent, credentials: 'same-origin' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById(field.id);
    if (!fresh) throw new Error('no such field');
    field.replaceWith(fresh);
    const holding = page.querySelector('[name=form]');
    if (what === 'doi' && holding) form.querySelector('[name=form]').value = holding.value;
    (fresh.querySelector(what === 'tim' || what === 'dang-giu' ? '[data-found]' : '[type=search]') ?? fresh).focus();
  } catch {
    field.removeAttribute('aria-busy');
    form.requestSubmit(button);
  }
}

/** Only the boxes of the chosen way of cutting are shown; what stands in the others is kept and not sent as meant. */
for (const cut of form.querySelectorAll('[data-takes]')) {
  const takes = JSON.parse(cut.dataset.takes);
  const all = new Set(Object.values(takes).flat());
  const how = cut.querySelector('[name$=__how]');
  const show = () => {
    for (const name of all) {
      cut.querySelector(`[name="${name}"]`).closest('.form-row').hidden = !(takes[how.value] ?? []).includes(name);
    }
  };
  how.addEventListener('change', show);
  show();
}
