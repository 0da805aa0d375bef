// The search box: an ARIA combobox over /tim/?q=…, usable with arrows, Enter and Escape.
const WAIT = 200;
const SLOW = 400;

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** Underline what was typed; `hits` are [from, to) pairs found by the server on the unaccented text. */
function marked(text, hits) {
  let out = '';
  let at = 0;
  for (const [from, to] of hits ?? []) {
    out += `${escaped(text.slice(at, from))}<mark>${escaped(text.slice(from, to))}</mark>`;
    at = to;
  }
  return out + escaped(text.slice(at));
}

export class Search {
  /** `choose(result)` acts on a chosen row. */
  constructor({ form, icons, texts, choose }) {
    this.form = form;
    this.input = form.querySelector('input[type=search], input[name=q]');
    this.list = form.querySelector('[role=listbox]');
    this.field = form.querySelector('.field');
    this.status = form.querySelector('[role=status]');
    this.clear = form.querySelector('[data-clear]');
    Object.assign(this, { icons, texts, choose, rows: [], at: -1 });
    this.input.addEventListener('input', (event) => { this.refreshClear(); if (!event.isComposing) this.later(); });
    this.input.addEventListener('compositionend', () => this.later());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('focus', () => { if (this.rows.length) this.show(true); });
    form.addEventListener('submit', (event) => { event.preventDefault(); this.submit(); });
    this.clear.addEventListener('click', () => { this.input.value = ''; this.rows = []; this.show(false); this.refreshClear(); this.input.focus(); });
    document.addEventListener('pointerdown', (event) => { if (!form.contains(event.target)) this.show(false); });
    form.addEventListener('focusout', (event) => { if (!form.contains(event.relatedTarget)) this.show(false); });
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.take(Number(option.dataset.at));
    });
    this.refreshClear();
  }

  refreshClear() { this.clear.hidden = !this.input.value; }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim();
    this.asking?.abort();
    if (text.length < 2) { this.rows = []; this.show(false); return; }
    this.asking = new AbortController();
    const slow = setTimeout(() => this.field.classList.add('is-slow'), SLOW);
    try {
      const url = `${this.form.action}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(url, { headers: { Accept: 'application/json' }, signal: this.asking.signal });
      this.draw(await answer.json());
    } catch (error) {
      if (error.name !== 'AbortError') this.draw({ results: [], message: this.texts.offline });
    } finally {
      clearTimeout(slow);
      this.field.classList.remove('is-slow');
    }
  }

  lead(row) {
    if (row.label) {
      const { use, main_use: main, number, area } = row.label;
      return `<span class="fraction use-${escaped(main)}"><span class="use">${escaped(use)}</span><span class="over"><span>${escaped(number)}</span><span>${escaped(area)}</span></span></span>`;
    }
    return `<svg class="i" aria-hidden="true"><use href="${this.icons}#${escaped(row.icon)}"></use></svg>`;
  }

  draw({ results, message, hint }) {
    this.rows = results;
    this.at = -1;
    this.list.classList.toggle('plain', !results.some((row) => row.label));
    this.list.innerHTML = results
      .map((row, i) => `<li role="option" id="hit-${i}" data-at="${i}" aria-selected="false"><span class="lead" aria-hidden="true">${this.lead(row)}</span><span><span class="t">${marked(row.title, row.hits)}</span><span class="s">${escaped(row.detail ?? '')}</span></span></li>`)
      .join('');
    this.note(results.length ? '' : message, hint);
    this.status.textContent = results.length ? this.texts.found.replace('{count}', results.length) : message ?? '';
    this.show(results.length > 0 || Boolean(message));
  }

  /** A sentence instead of rows: not an option, so it stands outside the listbox's rows. */
  note(message, hint) {
    const box = this.form.querySelector('[data-note]');
    box.hidden = !message;
    box.innerHTML = message ? `<b>${escaped(message)}</b>${hint ? ` ${escaped(hint)}` : ''}` : '';
    this.list.hidden = Boolean(message);
  }

  show(open) {
    this.form.querySelector('[data-popup]').hidden = !open;
    this.input.setAttribute('aria-expanded', String(open && this.rows.length > 0));
    if (!open) this.point(-1);
  }

  point(at) {
    this.at = at;
    this.list.querySelectorAll('[role=option]').forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === at));
      if (i === at) option.scrollIntoView({ block: 'nearest' });
    });
    if (at < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `hit-${at}`);
  }

  key(event) {
    if (event.isComposing) return;
    const last = this.rows.length - 1;
    if (event.key === 'ArrowDown' && last >= 0) { event.preventDefault(); this.show(true); this.point(this.at >= last ? 0 : this.at + 1); }
    else if (event.key === 'ArrowUp' && last >= 0) { event.preventDefault(); this.show(true); this.point(this.at <= 0 ? last : this.at - 1); }
    else if (event.key === 'Escape') { event.stopPropagation(); if (this.input.getAttribute('aria-expanded') === 'true') this.show(false); else this.clear.click(); }
  }

  /** Enter: the pointed row; else the only or the certain first one; else ask and wait for a choice. */
  async submit() {
    clearTimeout(this.timer);
    if (this.at >= 0) { this.take(this.at); return; }
    await this.ask();
    const certain = this.rows.length === 1 || this.rows[0]?.certain;
    if (certain && !this.rows[0].ask) this.take(0);
    else if (this.rows.length) this.point(0);
  }

  take(at) {
    const row = this.rows[at];
    if (!row) return;
    this.show(false);
    this.input.value = row.title;
    this.refreshClear();
    this.choose(row);
  }
}
