/**
 * Shows which words annotations are about: highlights by the CSS Custom Highlight API, and a numbered link for each.
 *
 * Who sees an annotation shows in the line under its words as well as in the tint: solid for shared, dashed for my
 * agency, dotted for only me. The numbered links stand in the margin, beside the first line of the passage, and lead
 * to the card; they can be reached with the keyboard.
 */
import { locate, partsOf, prepare, toRange } from './anchor.js';

const NAMES = ['shared', 'agency', 'me', 'active', 'selecting'];
const STEP = 28;

export function createHighlights() {
  let surface = null;
  const painted = window.Highlight && CSS.highlights
    ? Object.fromEntries(NAMES.map((name) => [name, new Highlight()]))
    : Object.fromEntries(NAMES.map((name) => [name, new Set()]));
  if (window.Highlight && CSS.highlights) {
    for (const name of NAMES) CSS.highlights.set(`app-${name}`, painted[name]);
    painted.active.priority = 2;
    painted.selecting.priority = 3;
  }
  const anchors = new Map();
  const texts = new WeakMap();

  const prepared = (root) => {
    const text = root.textContent;
    let known = texts.get(root);
    if (!known || known.text !== text) texts.set(root, known = prepare(text));
    return known;
  };

  /** Finds a target among the stretches of text now shown: on its own page first, then on the others. */
  function find(target) {
    const parts = partsOf(target);
    if (!parts.quote) return null;
    const stretches = [...surface.roots()];
    stretches.sort((a, b) => Number(b.page === parts.page) - Number(a.page === parts.page));
    for (const stretch of stretches) {
      const own = stretch.page === parts.page || parts.page === null;
      const found = locate(prepared(stretch.root), own ? parts : { quote: parts.quote });
      const range = found && toRange(stretch.root, found.start, found.end);
      if (range) return { range, how: found.how, ...stretch };
    }
    return null;
  }

  function mark(annotation, anchor) {
    const link = document.createElement('a');
    link.className = `app-highlight__ref app-highlight__ref--${annotation.audience}`;
    link.id = `passage-${annotation.id}`;
    link.href = `#annotation-${annotation.id}`;
    link.dataset.marks = annotation.id;
    link.textContent = annotation.number;
    link.setAttribute('aria-label', `Annotation ${annotation.number}, by ${annotation.by}: ${annotation.words}`);
    layerOf(anchor.box).append(link);
    return link;
  }

  function layerOf(box) {
    let layer = box.querySelector(':scope > .app-markers');
    if (!layer) {
      layer = document.createElement('div');
      layer.className = 'app-markers';
      box.append(layer);
    }
    return layer;
  }

  /** Puts the numbered links beside the first line of their passages; neighbours on one line stand side by side. */
  function settle() {
    const taken = new Map();
    for (const { link, range, box } of anchors.values()) {
      const rects = range.getClientRects();
      const first = rects[0] ?? range.getBoundingClientRect();
      const top = first.top - box.getBoundingClientRect().top + first.height / 2 - 12;
      const others = taken.get(box) ?? [];
      let shift = 0;
      while (others.some(([t, s]) => s === shift && Math.abs(t - top) < 25)) shift += 1;
      others.push([top, shift]);
      taken.set(box, others);
      link.style.top = `${Math.max(0, top)}px`;
      link.style.right = `${4 + shift * STEP}px`;
    }
  }

  return {
    use(next) { surface = next; },

    /** Paints the annotations given as {id, number, by, words, audience, target}; those whose words are gone get no anchor. */
    paint(annotations) {
      for (const name of ['shared', 'agency', 'me', 'active']) painted[name].clear();
      const focused = document.activeElement?.closest?.('.app-highlight__ref')?.dataset.marks;
      for (const { link } of anchors.values()) link.remove();
      anchors.clear();
      if (!surface) return;
      for (const annotation of annotations) {
        const anchor = find(annotation.target);
        if (!anchor) continue;
        painted[{ me: 'me', agency: 'agency' }[annotation.audience] ?? 'shared'].add(anchor.range);
        anchors.set(annotation.id, { ...anchor, link: mark(annotation, anchor) });
      }
      settle();
      if (focused) anchors.get(focused)?.link.focus({ preventScroll: true });
    },

    settle,
    find: (target) => (surface && target ? find(target) : null),
    anchor: (id) => anchors.get(id) ?? null,

    /** Lights one passage up, or none. */
    light(id) {
      painted.active.clear();
      for (const [key, { range, link }] of anchors) {
        if (key === id) painted.active.add(range);
        link.classList.toggle('app-highlight__ref--active', key === id);
      }
    },

    /** Shows the words that are being annotated, or stops showing them. */
    select(range) {
      painted.selecting.clear();
      if (range) painted.selecting.add(range);
    },

    /** Gives the annotation whose words are at a point of the window, or null. */
    at(x, y) {
      for (const [id, { range }] of anchors) {
        for (const r of range.getClientRects()) if (x >= r.left && x <= r.right && y >= r.top && y <= r.bottom) return id;
      }
      return null;
    },
  };
}
