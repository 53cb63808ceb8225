/**
 * A PDF shown in the page: a canvas and a layer of real text for each page, in the ordinary scrolling of the window.
 *
 * Text is laid out for every page soon after opening, so that the browser's own search, annotations and screen readers
 * reach all of it; canvases are drawn when they come near the screen and given back when they are far from it. Very
 * long documents get their text page by page instead. Scripts inside a PDF never run: nothing here can run them.
 */
import * as pdfjs from 'pdfjs-dist';

const ALL_TEXT_UP_TO = 80;
const WIDEST = 816;
const NEAR = '1200px 0px';
const FAR = '6000px 0px';

/** Opens the PDF at url inside holder, and gives its surface (see text.js) once the first page has its measures. */
export async function pdfSurface(holder, url) {
  const folder = new URL(`./pdfjs-${pdfjs.version}/`, import.meta.url).href;
  pdfjs.GlobalWorkerOptions.workerSrc = `${folder}pdf.worker.min.mjs`;
  const pdf = await pdfjs.getDocument({
    url, cMapUrl: `${folder}cmaps/`, cMapPacked: true, standardFontDataUrl: `${folder}standard_fonts/`, iccUrl: `${folder}iccs/`,
    wasmUrl: `${folder}wasm/`, useWasm: false, enableXfa: false, isEvalSupported: false,
    // The fonts that come with PDF.js look the same on every computer.
    useSystemFonts: false,
  }).promise;
  const first = await pdf.getPage(1);
  const measures = first.getViewport({ scale: 1 });
  const changed = new Set();
  const tell = () => changed.forEach((f) => f());
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) pages.push(new Page(pdf, number, measures, tell));
  holder.append(...pages.map((page) => page.element));

  const fit = () => {
    const width = Math.min(WIDEST, holder.clientWidth);
    pages.forEach((page) => page.fit(width));
    tell();
  };
  fit();
  let fitted = holder.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(holder.clientWidth - fitted) < 2) return;
    fitted = holder.clientWidth;
    fit();
  }).observe(holder);

  const observe = (rootMargin, act) => {
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) act(pages[Number(target.dataset.page) - 1], isIntersecting);
    }, { rootMargin });
    pages.forEach((page) => observer.observe(page.element));
  };
  observe(NEAR, (page, inside) => { if (inside) page.draw(); });
  observe(FAR, (page, inside) => { if (!inside) page.rest(); });

  const complete = pages.length > ALL_TEXT_UP_TO ? Promise.resolve() : (async () => {
    for (const page of pages) await page.layText();
  })();
  await pages[0].layText();

  return {
    pages,
    get hasText() { return pages.some((page) => page.text.textContent.trim() !== '') || pages.length > ALL_TEXT_UP_TO; },
    roots: () => pages.filter((page) => page.laid).map((page) => page.stretch),
    rootOf: (node) => pages.find((page) => page.text.contains(node))?.stretch ?? null,
    onChange: (f) => changed.add(f),
    reveal: (number) => pages[number - 1]?.element.scrollIntoView({ block: 'start' }),
    linesOf: async (number) => {
      await pages[number - 1].layText();
      return pages[number - 1].lines();
    },
    complete,
  };
}

/** One page: its box, its text, and its canvas while that is needed. */
class Page {
  constructor(pdf, number, measures, tell) {
    Object.assign(this, { pdf, number, tell, measures, scale: 1, laid: false, drawn: 0, canvas: null, task: null });
    this.element = document.createElement('article');
    this.element.className = 'app-page';
    this.element.dataset.page = number;
    this.element.setAttribute('aria-label', `Page ${number} of ${pdf.numPages}`);
    this.text = document.createElement('div');
    this.text.className = 'app-page__text';
    this.element.append(this.text);
    this.stretch = { root: this.text, page: number, box: this.element };
  }

  fit(width) {
    this.scale = width / this.measures.width;
    const { style } = this.element;
    style.width = `${width}px`;
    style.height = `${this.measures.height * this.scale}px`;
    style.setProperty('--total-scale-factor', this.scale);
    style.setProperty('--scale-round-x', '1px');
    style.setProperty('--scale-round-y', '1px');
    if (this.canvas) this.draw();
  }

  async source() {
    if (!this.loaded) {
      this.loaded = this.pdf.getPage(this.number);
      const own = (await this.loaded).getViewport({ scale: 1 });
      if (own.width !== this.measures.width || own.height !== this.measures.height) {
        const width = this.measures.width * this.scale;
        this.measures = own;
        this.fit(width);
        this.tell();
      }
    }
    return this.loaded;
  }

  layText() {
    this.laying ??= (async () => {
      const page = await this.source();
      this.layer = new pdfjs.TextLayer({
        textContentSource: await page.getTextContent(), container: this.text, viewport: page.getViewport({ scale: this.scale }),
      });
      await this.layer.render();
      this.laid = true;
      this.tell();
    })();
    return this.laying;
  }

  async draw() {
    const pixels = this.scale * Math.min(window.devicePixelRatio || 1, 2);
    if (this.drawn === pixels) return;
    this.drawn = pixels;
    this.wanted = true;
    this.task?.cancel();
    const page = await this.source();
    const viewport = page.getViewport({ scale: pixels });
    const canvas = document.createElement('canvas');
    canvas.className = 'app-page__canvas';
    canvas.setAttribute('aria-hidden', 'true');
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    this.task = page.render({ canvas, viewport });
    try {
      await this.task.promise;
    } catch {
      return;
    }
    if (this.drawn !== pixels || !this.wanted) return;
    this.canvas?.remove();
    this.canvas = canvas;
    this.element.prepend(canvas);
    this.element.dataset.drawn = '';
    await this.layText();
  }

  /** Gives back the memory of the canvas. */
  rest() {
    if (!this.drawn) return;
    this.wanted = false;
    this.task?.cancel();
    this.canvas?.remove();
    this.canvas = null;
    this.drawn = 0;
  }

  /** Gives the page's text line by line as {words, size, top}, in points, in the order of the text layer. */
  lines() {
    const lines = [];
    let line = null;
    for (const node of this.text.querySelectorAll('span:not(.markedContent), br')) {
      if (node.tagName === 'BR') {
        line = null;
        continue;
      }
      if (!line) lines.push(line = { words: '', size: 0, top: (parseFloat(node.style.top) / 100) * this.measures.height });
      line.words += node.textContent;
      line.size = Math.max(line.size, parseFloat(node.style.getPropertyValue('--font-height')) || 0);
    }
    return lines;
  }
}
