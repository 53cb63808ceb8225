/**
 * The annotations beside the document: kept fresh without disturbing anybody, filtered, and standing beside their words.
 *
 * The list is HTML of our own server. A refresh changes only what differs: focus, typed words and open details stay.
 */
import { Idiomorph } from 'idiomorph';
import { pointsAtWords, partsOf } from './anchor.js';
import { stack } from './layout.js';

const WIDE = matchMedia('(min-width: 62.5em)');

export function createCards({ section, holder, compose, waiting, empty, highlights, tools }) {
  let surface = null;
  let complete = false;
  let state = 'open';
  let agency = '';
  let active = null;
  let lit = null;
  const sizes = new ResizeObserver(() => later());

  const cards = () => [...holder.querySelectorAll('li[data-annotation]')];
  const cardOf = (id) => holder.querySelector(`#${CSS.escape(`annotation-${id}`)}`);
  const targetOf = (card) => {
    try {
      return card.dataset.target ? JSON.parse(card.dataset.target) : null;
    } catch {
      return null;
    }
  };
  const wordsOf = (card) => card.querySelector('.app-annotation__body')?.textContent.trim().replace(/\s+/g, ' ').slice(0, 80) ?? '';
  const typing = (card) => [...card.querySelectorAll('textarea')].some((area) => area.value.trim()) || card.contains(document.activeElement);

  function filter() {
    const all = cards();
    const counts = { open: 0, resolved: 0, all: all.length };
    for (const card of all) {
      counts[card.dataset.state] += 1;
      card.hidden = (state !== 'all' && card.dataset.state !== state && !typing(card)) || Boolean(agency && card.dataset.agency !== agency);
    }
    for (const count of tools.querySelectorAll('[data-count]')) count.textContent = counts[count.dataset.count];
    for (const button of tools.querySelectorAll('[data-state]')) button.setAttribute('aria-pressed', String(button.dataset.state === state));
    const none = `No ${state === 'all' ? '' : `${state} `}annotations ${agency ? `from ${agency} ` : ''}that you can see.`;
    empty.textContent = all.length && all.every((card) => card.hidden) ? none : '';
    const chooser = tools.querySelector('select');
    const names = [...new Set(all.map((card) => card.dataset.agency))];
    const known = [...chooser.options].slice(1).map((option) => option.value);
    for (const name of names) if (!known.includes(name)) chooser.add(new Option(`From ${name}`, name));
    for (const part of [chooser, ...chooser.labels]) part.hidden = names.length < 2;
  }

  function anchors() {
    highlights.paint(cards().filter((card) => !card.hidden && card.dataset.target).map((card) => ({
      id: card.dataset.annotation, number: card.dataset.number, by: card.dataset.by, audience: card.dataset.audience,
      words: wordsOf(card), target: targetOf(card),
    })));
    for (const card of cards()) {
      const target = targetOf(card);
      const anchor = highlights.anchor(card.dataset.annotation);
      const words = target && pointsAtWords(target);
      const lost = target ? words && !anchor && complete : card.querySelector('blockquote');
      card.querySelector('.app-annotation__lost').hidden = !lost;
      card.classList.toggle('app-notes__item--anchored', Boolean(anchor));
      const link = card.querySelector('.app-annotation__number');
      link.href = anchor ? `#passage-${card.dataset.annotation}` : '#pages';
      const about = anchor ? 'go to its passage' : words || lost ? 'its passage is not shown' : 'about the whole document';
      link.setAttribute('aria-label', `Annotation ${card.dataset.number}: ${about}`);
    }
    highlights.light(lit ?? active);
  }

  /** Gives how far down the column a card wants to stand; Infinity is after all others. */
  function wanted(target, anchor, origin) {
    if (anchor) return anchor.range.getBoundingClientRect().top - origin - 8;
    const { page, quote } = partsOf(target);
    const box = page && (!quote || !complete) && document.querySelector(`.app-page[data-page="${page}"]`);
    return box ? box.getBoundingClientRect().top - origin : Infinity;
  }

  function place() {
    const composing = !compose.form.hidden;
    for (const card of cards()) {
      const article = card.firstElementChild;
      article.classList.toggle('app-annotation--active', card.dataset.annotation === active && !composing);
      article.classList.toggle('app-annotation--folded', composing && !typing(card));
    }
    section.classList.toggle('app-viewer__notes--beside', WIDE.matches);
    section.classList.toggle('app-viewer__notes--composing', composing);
    section.classList.toggle('app-viewer__notes--written', composing || waiting.children.length > 0);
    const elements = [...cards().filter((card) => !card.hidden), ...waiting.children, ...(composing ? [compose.form] : [])];
    if (!WIDE.matches) {
      for (const element of [...cards(), ...waiting.children, compose.form]) element.style.top = '';
      section.style.minHeight = '';
      return;
    }
    const origin = section.getBoundingClientRect().top;
    const items = elements.map((element, order) => {
      const id = element.dataset.annotation;
      const target = id ? targetOf(element) : compose.targetOf(element);
      const anchor = id ? highlights.anchor(id) : highlights.find(target);
      const place = element === compose.form && !anchor ? 0 : wanted(target, anchor, origin);
      return { element, order, wanted: place, height: element.offsetHeight };
    }).sort((a, b) => a.wanted - b.wanted || a.order - b.order);
    const above = holder.querySelector('.app-elsewhere');
    const free = above ? above.offsetTop + above.offsetHeight + 10 : 16;
    let last = free;
    for (const item of items) {
      if (item.wanted === Infinity) item.wanted = last;
      item.wanted = Math.max(free, item.wanted);
      last = item.wanted;
    }
    const held = items.findIndex(({ element }) => (composing ? element === compose.form : element.dataset.annotation === active && active));
    const { tops, height } = stack(items, held, free);
    items.forEach(({ element }, i) => { element.style.top = `${tops[i]}px`; });
    section.style.minHeight = `${height + 32}px`;
  }

  let frame = 0;
  /** Places the cards again before the next frame. */
  function later() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      highlights.settle();
      place();
    });
  }

  function apply() {
    filter();
    anchors();
    sizes.disconnect();
    for (const element of [...cards(), compose.form]) sizes.observe(element);
    place();
  }

  let painting = 0;
  function textChanged() {
    cancelAnimationFrame(painting);
    painting = requestAnimationFrame(() => {
      anchors();
      place();
    });
  }

  function light(id) {
    lit = id;
    highlights.light(lit ?? active);
    for (const card of cards()) card.firstElementChild.classList.toggle('app-annotation--lit', card.dataset.annotation === id);
  }

  function activate(id) {
    if (active === id) return;
    active = id;
    highlights.light(lit ?? active);
    later();
  }

  /** Brings a card forward and puts the focus on it. */
  function goToCard(id) {
    const card = cardOf(id);
    if (!card) return;
    if (card.hidden) {
      state = 'all';
      agency = '';
      tools.querySelector('select').value = '';
      apply();
    }
    activate(id);
    place();
    const link = card.querySelector('.app-annotation__number');
    link.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  }

  function goToPassage(id) {
    activate(id);
    const anchor = highlights.anchor(id);
    if (anchor) {
      const { top } = anchor.range.getBoundingClientRect();
      if (top < 110 || top > window.innerHeight - 120) window.scrollTo({ top: window.scrollY + top - window.innerHeight / 3 });
      anchor.link.focus({ preventScroll: true });
      return;
    }
    const page = partsOf(targetOf(cardOf(id))).page;
    if (page) surface?.reveal(page); else document.querySelector('#pages').focus();
  }

  const idAt = (node) => node.closest?.('[data-annotation]')?.dataset.annotation ?? null;
  holder.addEventListener('pointerover', ({ target }) => light(idAt(target)));
  holder.addEventListener('pointerleave', () => light(null));
  holder.addEventListener('focusin', ({ target }) => activate(idAt(target)));
  holder.addEventListener('click', (event) => {
    const id = idAt(event.target);
    const opener = event.target.closest('summary');
    if (opener) {
      // Opened here rather than by the browser, so that the very next key lands in the box.
      event.preventDefault();
      const more = opener.parentElement;
      more.open = !more.open;
      if (more.open) more.querySelector('textarea')?.focus();
    } else if (event.target.closest('.app-annotation__number')) {
      event.preventDefault();
      goToPassage(id);
    } else if (id) activate(id);
  });
  holder.addEventListener('toggle', later, true);
  tools.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-state]');
    if (!button) return;
    state = button.dataset.state;
    apply();
  });
  tools.querySelector('select').addEventListener('change', ({ target }) => {
    agency = target.value;
    apply();
  });
  addEventListener('resize', later);
  WIDE.addEventListener('change', later);
  document.fonts.ready.then(later);

  return {
    use(next) {
      surface = next;
      complete = false;
      next.onChange(textChanged);
      next.complete.then(() => {
        if (surface !== next) return;
        complete = true;
        textChanged();
      });
      apply();
    },

    /** Takes the list's HTML as the server gives it now. */
    refresh(html) {
      Idiomorph.morph(holder, html, {
        morphStyle: 'innerHTML',
        callbacks: {
          // What is typed, what was said about it, and what is open belong to the reader, not to the server.
          beforeNodeMorphed: (old) => !(old.nodeType === Node.ELEMENT_NODE && old.matches('textarea, .app-annotation__failed')),
          beforeAttributeUpdated: (name, node) => !((name === 'open' && node.tagName === 'DETAILS') || (name === 'style' && node.tagName === 'LI')),
        },
      });
      apply();
    },

    apply, later, place, activate, goToCard, goToPassage, light,
    has: (id) => Boolean(cardOf(id)),
    unsent: () => cards().flatMap((card) => [...card.querySelectorAll('textarea')]).map((area) => area.value.trim()).filter(Boolean),
  };
}
