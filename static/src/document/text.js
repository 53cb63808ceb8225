/**
 * A document shown as text in the page: one root of text, and a layer over it for markers.
 *
 * A surface tells the rest of the page: roots() the stretches of text now shown, each with its page and the box that
 * markers are placed in; rootOf(node) the one a node is in; onChange(f) calls f when they or their measures change.
 */
export function textSurface(article) {
  const box = article.parentElement;
  const only = { root: article, page: null, box };
  const changed = new Set();
  new ResizeObserver(() => changed.forEach((f) => f())).observe(article);
  return {
    hasText: article.textContent.trim() !== '',
    roots: () => [only],
    rootOf: (node) => (article.contains(node) ? only : null),
    onChange: (f) => changed.add(f),
    reveal() {},
    complete: Promise.resolve(),
  };
}

/** A document that cannot be annotated word by word: a picture, or a file that is only downloaded. */
export function plainSurface() {
  return { hasText: false, roots: () => [], rootOf: () => null, onChange() {}, reveal() {}, complete: Promise.resolve() };
}
