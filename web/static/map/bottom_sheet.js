// The phone's bottom sheet: three stops, by drag, by tap, or by keyboard (arrows on the grip).
const STOPS = ['low', 'mid', 'high'];
const PHONE = '(max-width: 700px)';

export const onPhone = () => matchMedia(PHONE).matches;

export class BottomSheet {
  /** `settled()` is called when the covered part of the map has changed. */
  constructor(panel, settled) {
    this.panel = panel;
    this.grip = panel.querySelector('.panel-grab');
    this.settled = settled;
    this.grip.addEventListener('pointerdown', (event) => this.grab(event));
    this.grip.addEventListener('keydown', (event) => this.key(event));
    this.grip.addEventListener('click', () => { if (!this.moved) this.step(this.stop === 'high' ? -2 : 1); });
    panel.addEventListener('transitionend', (event) => { if (event.target === panel) settled(); });
    matchMedia(PHONE).addEventListener('change', settled);
  }

  get stop() { return this.panel.dataset.stop; }

  set(stop) {
    if (stop === this.stop) return;
    this.panel.dataset.stop = stop;
    this.panel.style.removeProperty('height');
    this.grip.setAttribute('aria-expanded', String(stop !== 'low'));
    this.settled();
  }

  step(by) { this.set(STOPS[Math.min(2, Math.max(0, STOPS.indexOf(this.stop) + by))]); }

  /** Pixels of the map the sheet covers; a sheet at full height is reading, not map work. */
  covered() {
    if (!onPhone()) return 0;
    const stage = this.panel.parentElement.clientHeight;
    return { low: 104, mid: stage * 0.62, high: stage * 0.62 }[this.stop];
  }

  key(event) {
    if (event.key === 'ArrowUp') { event.preventDefault(); this.step(1); }
    if (event.key === 'ArrowDown') { event.preventDefault(); this.step(-1); }
  }

  grab(event) {
    this.moved = false;
    const from = event.clientY;
    const height = this.panel.offsetHeight;
    const stage = this.panel.parentElement.clientHeight;
    this.grip.setPointerCapture(event.pointerId);
    const move = (e) => {
      if (Math.abs(e.clientY - from) > 6) this.moved = true;
      if (!this.moved) return;
      this.panel.classList.add('is-dragged');
      this.panel.style.height = `${Math.min(stage - 68, Math.max(80, height + from - e.clientY))}px`;
    };
    const drop = () => {
      this.grip.removeEventListener('pointermove', move);
      this.panel.classList.remove('is-dragged');
      if (!this.moved) return;
      const share = this.panel.offsetHeight / stage;
      this.panel.style.removeProperty('height');
      const next = share < 0.36 ? 'low' : share < 0.77 ? 'mid' : 'high';
      if (next === this.stop) this.settled(); else this.set(next);
    };
    this.grip.addEventListener('pointermove', move);
    this.grip.addEventListener('pointerup', drop, { once: true });
    this.grip.addEventListener('pointercancel', drop, { once: true });
  }
}
