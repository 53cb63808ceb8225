/**
 * The "Text only" view of a PDF: the same words in the same order, wrapped to the screen and readable at any size.
 *
 * Each page's text is, character for character, the text of its layer, so that annotations stand in both views. The
 * space between two lines is drawn by the stylesheet for that reason.
 */
const NEW_PARAGRAPH = 1.7; // line heights between the tops of two lines
const HEADING = 1.12; // times the size of most lines

/** Says for each line whether a paragraph begins with it, and whether it is a heading, from how the page is set. */
export function shape(lines) {
  const sizes = lines.map(({ size }) => size).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] || 1;
  return lines.map(({ size, top }, i) => {
    const heading = size > usual * HEADING;
    const before = lines[i - 1];
    const gap = before ? (top - before.top) / (Math.max(size, before.size) || 1) : Infinity;
    return { heading, begins: gap > NEW_PARAGRAPH || gap < 0 || Math.abs(size - before.size) > usual * 0.1 };
  });
}

/** Fills holder with the text of every page, and gives a surface like the PDF's own. */
export async function textOnly(surface, holder) {
  const stretches = [];
  for (const { number } of surface.pages) {
    const box = document.createElement('section');
    box.className = 'app-text__page';
    box.setAttribute('aria-label', `Page ${number} of ${surface.pages.length}`);
    const root = document.createElement('div');
    let paragraph = null;
    const lines = await surface.linesOf(number);
    const shapes = shape(lines);
    lines.forEach(({ words }, i) => {
      if (shapes[i].begins) {
        paragraph = document.createElement('p');
        if (shapes[i].heading) paragraph.className = 'app-text__heading';
        root.append(paragraph);
      }
      const line = document.createElement('span');
      line.className = 'app-text__line';
      line.textContent = words;
      paragraph.append(line);
    });
    if (!root.childNodes.length) box.dataset.empty = 'There is no text on this page: it is a picture.';
    box.append(root);
    holder.append(box);
    stretches.push({ root, page: number, box });
  }
  const changed = new Set();
  new ResizeObserver(() => changed.forEach((f) => f())).observe(holder);
  return {
    hasText: surface.hasText,
    roots: () => stretches,
    rootOf: (node) => stretches.find(({ root }) => root.contains(node)) ?? null,
    onChange: (f) => changed.add(f),
    reveal: (number) => stretches[number - 1]?.box.scrollIntoView({ block: 'start' }),
    complete: Promise.resolve(),
  };
}
