/**
 * Starts the document page: shows the document, ties annotations to its words, and keeps both live.
 * Each part is a module of its own in document/; this one only introduces them to each other.
 */
import { createActs } from './document/acts.js';
import { createBanner } from './document/banner.js';
import { createCards } from './document/cards.js';
import { showClosed } from './document/closed.js';
import { createCompose } from './document/compose.js';
import { keepFocusClear } from './document/focus.js';
import { createHighlights } from './document/highlights.js';
import { createLive } from './document/live.js';
import { createPageTools } from './document/pages.js';
import { createPresence } from './document/presence.js';
import { fetchFragment } from './document/requests.js';
import { createSelection } from './document/selection.js';
import { plainSurface, textSurface } from './document/text.js';

const $ = (id) => document.getElementById(id);
const reader = document.querySelector('[data-reader]');
if (reader) start();

function start() {
  const { document: documentId, shown, content, annotations, version } = reader.dataset;
  const announce = (words) => {
    $('announcement').textContent = '';
    requestAnimationFrame(() => { if ($('announcement')) $('announcement').textContent = words; });
  };
  const highlights = createHighlights();
  const pages = $('pages');
  const holder = $('annotation-list');
  let surface = plainSurface();
  let closing = false;

  const compose = $('compose') && createCompose({
    form: $('compose'), list: $('waiting'), highlights,
    onChange: ({ now = false } = {}) => (now ? cards.place() : cards.later()),
    onClose: (words) => {
      selection.say(words ?? '');
      ($('annotate') ?? pages).focus({ preventScroll: true });
    },
    onSaved: async (id, { quietly = false } = {}) => {
      announce('Your annotation is saved.');
      if (await live.quietly() && !quietly && cards.has(id)) cards.goToCard(id);
    },
    onGone: () => live.end('access'),
    onSignedOut: () => live.end('session'),
    onUnreachable: () => {
      announce('Not sent yet. Your annotation waits in this window.');
      live.retry();
    },
  });
  const cards = createCards({
    section: $('annotations'), holder, highlights, waiting: $('waiting'), empty: $('none-shown'), tools: document.querySelector('.app-toolbar--notes'),
    compose: compose ?? { form: document.createElement('form'), targetOf: () => null },
  });
  const words = () => [...(compose?.words() ?? []), ...cards.unsent()];
  const close = (kind) => {
    closing = true;
    showClosed(kind, { title: reader.dataset.title, words: words() });
  };

  const presence = createPresence($('presence'));
  const banner = createBanner($('connection'), { waiting: () => compose?.waiting() ?? 0, onRetry: () => live.retry() });
  const live = createLive({
    documentId, banner, presence,
    fetchAll: async () => cards.refresh(await fetchFragment(annotations)),
    onBack: () => compose?.flush(),
    onVersion: (number) => news(number, version),
    onEnded: () => close('access'),
    onSignedOut: () => close('session'),
  });
  createActs({
    holder, announce, refetch: () => live.refetch(), onSignedOut: () => live.end('session'), onFail: () => live.retry(),
  });
  const selection = createSelection({
    pages, status: $('selecting'), caretButton: $('caret-start'), onAnnotate: (described) => compose?.open(described),
  });

  pages.addEventListener('click', (event) => {
    const marker = event.target.closest('.app-highlight__ref');
    if (marker) {
      event.preventDefault();
      cards.goToCard(marker.dataset.marks);
    } else if (document.getSelection().isCollapsed) {
      const id = highlights.at(event.clientX, event.clientY);
      if (id) cards.activate(id);
    }
  });
  pages.addEventListener('pointerover', ({ target }) => {
    const marker = target.closest('.app-highlight__ref');
    cards.light(marker?.dataset.marks ?? null);
  });

  const use = (next) => {
    surface = next;
    highlights.use(next);
    selection.use(compose ? next : null);
    cards.use(next);
    compose?.show();
    next.onChange(() => requestAnimationFrame(() => compose?.show()));
  };

  if (compose) {
    $('annotate').hidden = false;
    $('annotate').addEventListener('pointerdown', (event) => event.preventDefault());
    $('annotate').addEventListener('click', () => {
      if (selection.take()) return;
      if (!surface.hasText || compose.hasDraft()) compose.open(compose.hasDraft() ? compose.last() : null);
      else selection.help();
    });
  }
  $('state-tools').hidden = false;
  keepFocusClear(reader, document.querySelector('.app-toolbar--tools'));
  addEventListener('beforeunload', (event) => { if (!closing && words().length) event.preventDefault(); });

  show({ shown, content, use, caret: compose && $('caret-start') }).then(() => {
    const asked = /^#annotation-(\w+)$/.exec(location.hash)?.[1];
    if (asked && cards.has(asked)) surface.complete.then(() => requestAnimationFrame(() => cards.goToCard(asked)));
    reader.dataset.ready = '';
  });
}

/** Shows the document and gives its surface to `use`, again whenever the view changes. */
async function show({ shown, content, use, caret }) {
  if (shown === 'text') {
    const text = textSurface($('surface'));
    use(text);
    if (caret) caret.hidden = !text.hasText;
  } else if (shown === 'pdf') {
    const state = $('surface-state');
    state.hidden = false;
    state.textContent = 'Opening the pages';
    const { pdfSurface } = await import('./document/pdf.js');
    let pdf;
    try {
      pdf = await pdfSurface($('surface'), content);
    } catch {
      state.textContent = 'The pages could not be opened. Load the page again; if it happens again, download the document.';
      use(plainSurface());
      return;
    }
    state.hidden = true;
    use(pdf);
    if (caret) pdf.complete.then(() => { caret.hidden = !pdf.hasText; });
    let text = null;
    await createPageTools({
      // On a phone a page fits the screen only too small to read; its words do not.
      begin: pdf.hasText && innerWidth < 640 ? 'text' : 'pages',
      tools: $('page-tools'), views: $('view-tools'), surface: pdf,
      async onView(view) {
        const { textOnly } = await import('./document/textonly.js');
        $('surface').hidden = view === 'text';
        $('text-only').hidden = view !== 'text';
        if (view === 'text') text ??= await textOnly(pdf, $('text-only'));
        use(view === 'text' ? text : pdf);
      },
    });
  } else {
    use(plainSurface());
  }
}

/** Says that there is a newer version than the one being read. */
function news(number, reading) {
  const line = document.createElement('p');
  const link = document.createElement('a');
  link.className = 'govuk-link';
  link.href = location.pathname;
  link.textContent = 'Load the page again';
  line.append(`Version ${number} was added. You are reading version ${reading}; what you write belongs to version ${reading}. `, link);
  const box = document.createElement('div');
  box.className = 'govuk-width-container govuk-width-container--full';
  box.append(line);
  $('news').replaceChildren(box);
}
