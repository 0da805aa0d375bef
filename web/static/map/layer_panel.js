// "Lớp và chú giải": switches for layer groups, the legend, the reader's theme.
import { GROUP_NAMES, showGroup, USUAL } from 'thodia/map/style.js';

export class LayerPanel {
  /** `state.shown` lists visible groups; `changed()` writes the address. */
  constructor({ map, panel, button, state, changed }) {
    Object.assign(this, { map, panel, button, state, changed });
    button.addEventListener('click', () => this.toggle());
    panel.querySelector('[data-close-layers]').addEventListener('click', () => { this.toggle(false); button.focus(); });
    panel.addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.stopPropagation(); this.toggle(false); button.focus(); } });
    for (const box of panel.querySelectorAll('input[data-group]')) {
      box.checked = state.shown.includes(box.dataset.group);
      box.addEventListener('change', () => this.show(box.dataset.group, box.checked));
    }
  }

  toggle(open = this.panel.hidden) {
    this.panel.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
  }

  show(group, visible) {
    this.state.shown = GROUP_NAMES.filter((name) => (name === group ? visible : this.state.shown.includes(name)));
    showGroup(this.map, group, visible);
    this.changed();
  }

  /** What belongs into the address: null for the usual layers. */
  written() {
    const same = this.state.shown.length === USUAL.length && USUAL.every((name) => this.state.shown.includes(name));
    return same ? null : this.state.shown;
  }
}
