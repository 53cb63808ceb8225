/** Keeps the focus out from under the sticky bars: Chromium does not scroll to what it thinks is already in view. */
export function keepFocusClear(reader, bar) {
  addEventListener('focusin', ({ target }) => {
    if (target === document.body || target.id === 'pages' || target.id === 'annotations' || target.closest('.app-toolbar, .app-marking, .app-compose') || !reader.contains(target)) return;
    const hidden = bar.getBoundingClientRect().bottom + 8 - target.getBoundingClientRect().top;
    if (hidden > 0) scrollBy(0, -hidden);
  });
}
