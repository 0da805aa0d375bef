// Single-key commands: only outside fields, never while an input method is composing, and they can be
// switched off (WCAG 2.1.4) in the list of keys.
const STORE = 'thodia.single-keys';

export const keysOn = () => { try { return localStorage.getItem(STORE) !== 'off'; } catch { return true; } };
export const switchKeys = (on) => { try { localStorage.setItem(STORE, on ? 'on' : 'off'); } catch { /* private mode: for this page only */ } };

/** `commands`: {key: action}. '/' and 'Escape' always work; letters may be switched off. */
export function listen(commands) {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (inField || (!keysOn() && event.key !== 'Escape')) return;
    const command = commands[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (command && command(event) !== false) event.preventDefault();
  });
}

/** The dialog "Phím tắt" with its switch. */
export function keyDialog(dialog) {
  const box = dialog.querySelector('input[type=checkbox]');
  box.checked = keysOn();
  box.addEventListener('change', () => switchKeys(box.checked));
  return () => { if (dialog.open) dialog.close(); else dialog.showModal(); };
}
