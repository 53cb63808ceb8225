/** Gives how far down the screen the tools reach, with the line under them that says what is selected. */
export function bottomOf(bar) {
  return Math.max(...[bar, ...bar.querySelectorAll('[role=status]')].map((each) => each.getBoundingClientRect().bottom));
}

/** Keeps the focus out from under the sticky bars: Chromium does not scroll to what it thinks is already in view. */
export function keepFocusClear(reader, bar) {
  addEventListener('focusin', ({ target }) => {
    if (target === document.body || target.id === 'pages' || target.id === 'annotations' || target.closest('.app-toolbar, .app-marking, .app-compose') || !reader.contains(target)) return;
    const hidden = bottomOf(bar) + 8 - target.getBoundingClientRect().top;
    if (hidden > 0) scrollBy(0, -hidden);
  });
}
