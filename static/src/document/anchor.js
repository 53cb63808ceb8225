/**
 * Ties an annotation to its words, and finds them again.
 *
 * A target is a W3C Web Annotation target (https://www.w3.org/TR/annotation-model/#selectors): for a PDF the page, and
 * inside it where the words stood (TextPositionSelector) and what they were, with what stood around them
 * (TextQuoteSelector). White space never counts: PDF.js gives none between lines, and nobody means it.
 * The order of trying is position, then exact quote, then the most similar quote, each weighed by its surroundings.
 */
import search from 'approx-string-match';

const AROUND = 32;
const FRAGMENT = 'http://tools.ietf.org/rfc/rfc3778';
// Searching for something similar costs time in proportion to the errors allowed.
const MOST_ERRORS = 60;
// White space and control characters, which some PDFs have in their text, and halves of characters cut in two.
const IGNORED = /[\s\p{Cc}\p{Cs}]/u;
const EVERY_IGNORED = /[\s\p{Cc}\p{Cs}]+/gu;

/** Prepares a text for locate(): itself without white space, and where each character of that came from. */
export function prepare(text) {
  const at = [];
  let compact = '';
  for (let i = 0; i < text.length; i += 1) {
    if (IGNORED.test(text[i])) continue;
    compact += text[i];
    at.push(i);
  }
  return { text, compact, at };
}

const squeeze = (text) => (text ?? '').replace(EVERY_IGNORED, '');

/** Gives the parts of a target that we understand, whether its selectors are nested or stand side by side. */
export function partsOf(target) {
  const parts = { page: null, position: null, quote: null };
  const visit = (selectors) => {
    for (const selector of [selectors].flat()) {
      if (!selector || typeof selector !== 'object') continue;
      if (selector.type === 'TextPositionSelector') parts.position = selector;
      if (selector.type === 'TextQuoteSelector') parts.quote = selector;
      if (selector.type === 'FragmentSelector') parts.page = Number(/page=(\d+)/.exec(selector.value ?? '')?.[1]) || null;
      visit(selector.refinedBy);
    }
  };
  visit(target?.selector);
  return parts;
}

/** Says whether a target points at words; one without them is about the whole document, or a whole page. */
export const pointsAtWords = (target) => Boolean(partsOf(target).quote);

function likeness(there, wanted) {
  if (!wanted) return 1;
  if (!there) return 0;
  const [best] = search(there, wanted, wanted.length);
  return best ? Math.max(0, 1 - best.errors / wanted.length) : 0;
}

/**
 * Finds the words of a target in a prepared text.
 * Gives {start, end, how: 'position' | 'quote' | 'similar', errors} in offsets of the text, or null when they are gone.
 */
export function locate(source, { position, quote }) {
  const exact = squeeze(quote?.exact);
  if (!exact) return null;
  if (position && squeeze(source.text.slice(position.start, position.end)) === exact) {
    return { start: position.start, end: position.end, how: 'position', errors: 0 };
  }
  const candidates = [];
  for (let i = source.compact.indexOf(exact); i !== -1; i = source.compact.indexOf(exact, i + 1)) {
    candidates.push({ start: i, end: i + exact.length, errors: 0 });
  }
  if (!candidates.length && exact.length >= 8) {
    candidates.push(...search(source.compact, exact, Math.min(MOST_ERRORS, Math.floor(exact.length / 4))));
  }
  const prefix = squeeze(quote.prefix);
  const suffix = squeeze(quote.suffix);
  const expected = position ? source.at.findIndex((offset) => offset >= position.start) : -1;
  let best = null;
  for (const { start, end, errors } of candidates) {
    const near = expected < 0 ? 0 : 1 - Math.abs(start - expected) / Math.max(1, source.compact.length);
    const score = 50 * (1 - errors / exact.length) + 20 * likeness(source.compact.slice(Math.max(0, start - AROUND), start), prefix)
      + 20 * likeness(source.compact.slice(end, end + AROUND), suffix) + 2 * near;
    if (end > start && (!best || score > best.score)) best = { start, end, errors, score };
  }
  if (!best) return null;
  return { start: source.at[best.start], end: source.at[best.end - 1] + 1, how: best.errors ? 'similar' : 'quote', errors: best.errors };
}

/** Gives where a point of the page stands in the text of root. */
export function offsetOf(root, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(root);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** Gives the range of the page for offsets in the text of root, or null when they lie outside. */
export function toRange(root, start, end) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length;
    if (!begun && start < before + length) {
      range.setStart(node, start - before);
      begun = true;
    }
    if (begun && end <= before + length) {
      range.setEnd(node, end - before);
      return range;
    }
    before += length;
  }
  return null;
}

/** Gives text as people read it, with a space wherever a line or a block ends. */
function readable(root, start, end) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let words = '';
  let before = 0;
  for (let node = walker.nextNode(); node && before < end; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (/^(BR|P|LI|TR|TD|TH|H[1-6]|BLOCKQUOTE|PRE)$/.test(node.tagName)) words += ' ';
      continue;
    }
    if (before + node.data.length > start) words += node.data.slice(Math.max(0, start - before), end - before);
    before += node.data.length;
  }
  return words.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cs}]/gu, '').trim();
}

/** Gives {target, quote, range} for a selected range inside root, or null when it holds no words. */
export function describe(root, selected, page) {
  const text = root.textContent;
  let start = offsetOf(root, selected.startContainer, selected.startOffset);
  let end = offsetOf(root, selected.endContainer, selected.endOffset);
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  if (start === end || !squeeze(text.slice(start, end))) return null;
  const quote = readable(root, start, end);
  const words = [
    { type: 'TextPositionSelector', start, end },
    {
      type: 'TextQuoteSelector', exact: quote, prefix: readable(root, Math.max(0, start - AROUND), start),
      suffix: readable(root, end, Math.min(text.length, end + AROUND)),
    },
  ];
  const selector = page ? [{ type: 'FragmentSelector', conformsTo: FRAGMENT, value: `page=${page}`, refinedBy: words }] : words;
  return { target: { selector }, quote, range: toRange(root, start, end), page, root };
}
