/**
 * Lets people choose the words to annotate: with the mouse or a finger, or with the keyboard alone.
 *
 * A selection brings a small Annotate button next to it. "Select text with the keyboard" puts a caret into the first
 * line on the screen: arrows move it, Ctrl moves by words, Shift marks, Enter annotates, Escape stops. What is marked
 * is said in a status line. Only a passage inside one page can be chosen; a longer selection is cut at the page's end.
 */
import { describe } from './anchor.js';
import { bottomOf } from './focus.js';

const LONGEST = 2000; // as many as the server takes
const HELP = 'Arrow keys move the caret, with Ctrl by words. Hold Shift to mark words, press Enter to annotate them, Escape to stop.';
const BY_FINGER = 'Hold a finger on a word, mark the words, then choose Annotate.';
const COARSE = matchMedia('(pointer: coarse)');

export function createSelection({ pages, status, caretButton, onAnnotate }) {
  let surface = null;
  let caretOn = false;
  let current = null;
  const caret = document.createElement('span');
  caret.className = 'app-caret';
  caret.hidden = true;
  const floating = document.createElement('button');
  floating.type = 'button';
  floating.className = 'app-tool app-tool--primary app-floating';
  floating.textContent = 'Annotate';
  floating.hidden = true;
  pages.append(caret, floating);

  /** Gives where on the screen the document begins to be seen, below the tools. */
  const top = () => bottomOf(status.parentElement);
  const say = (words) => { if (status.textContent !== words) status.textContent = words; };

  /** Gives what is selected now as describe() gives it, or null. */
  function selected() {
    const selection = document.getSelection();
    if (!surface || !selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    let stretch = surface.rootOf(range.startContainer);
    const inside = range.cloneRange();
    if (!stretch) {
      stretch = surface.rootOf(range.endContainer);
      if (!stretch) return null;
      inside.setStart(stretch.root, 0);
    }
    if (!stretch.root.contains(inside.endContainer)) inside.setEnd(stretch.root, stretch.root.childNodes.length);
    return describe(stretch.root, inside, stretch.page);
  }

  function place(element, rect, dx, dy) {
    const box = pages.getBoundingClientRect();
    element.style.left = `${Math.max(4, Math.min(rect.right - box.left + dx, box.width - element.offsetWidth - 8))}px`;
    element.style.top = `${rect.bottom - box.top + dy}px`;
  }

  function showCaret() {
    caret.hidden = !caretOn;
    if (!caretOn) return;
    const selection = document.getSelection();
    const point = document.createRange();
    if (!selection.focusNode) return;
    point.setStart(selection.focusNode, selection.focusOffset);
    let rect = point.getClientRects()[0];
    if (!rect) rect = (selection.focusNode.nodeType === Node.TEXT_NODE ? selection.focusNode.parentElement : selection.focusNode).getBoundingClientRect();
    const box = pages.getBoundingClientRect();
    caret.style.left = `${rect.left - box.left}px`;
    caret.style.top = `${rect.top - box.top}px`;
    caret.style.height = `${rect.height}px`;
    const hidden = top() + 12 - rect.top;
    if (hidden > 0) window.scrollBy(0, -hidden); else if (rect.bottom > window.innerHeight - 40) window.scrollBy(0, rect.bottom - window.innerHeight + 80);
  }

  function changed() {
    current = selected();
    floating.hidden = !current || caretOn;
    if (current && !caretOn) {
      floating.hidden = false;
      const rects = current.range.getClientRects();
      if (rects.length) place(floating, rects[rects.length - 1], 6, 4);
    }
    if (caretOn) {
      showCaret();
      say(current ? `Marked: “${current.quote.length > 80 ? `${current.quote.slice(0, 79)}…` : current.quote}”. Enter annotates.` : HELP);
    } else if (!current) say('');
  }
  let waiting = 0;
  document.addEventListener('selectionchange', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(changed);
  });

  function take() {
    current = selected();
    if (!current) return false;
    if (current.quote.length > LONGEST) {
      say('That is too much for one annotation: mark a shorter passage.');
      return true;
    }
    stop();
    floating.hidden = true;
    onAnnotate(current);
    return true;
  }

  function firstOnScreen() {
    for (const { root } of surface.roots()) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT));
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const rect = node.parentElement.getBoundingClientRect();
        if (rect.bottom > top() + 20 && rect.top < window.innerHeight) return node;
      }
    }
    return surface.roots()[0]?.root ?? null;
  }

  function start() {
    if (!surface) return;
    say(HELP);
    const node = firstOnScreen();
    if (!node) return;
    caretOn = true;
    caretButton?.setAttribute('aria-pressed', 'true');
    pages.focus({ preventScroll: true });
    document.getSelection().collapse(node, 0);
    changed();
  }

  function stop({ back = false } = {}) {
    if (!caretOn) return;
    caretOn = false;
    caret.hidden = true;
    caretButton?.setAttribute('aria-pressed', 'false');
    say('');
    if (back) {
      document.getSelection().removeAllRanges();
      caretButton?.focus();
    }
  }

  const MOVES = {
    ArrowRight: ['forward', 'character'], ArrowLeft: ['backward', 'character'], ArrowDown: ['forward', 'line'], ArrowUp: ['backward', 'line'],
    Home: ['backward', 'lineboundary'], End: ['forward', 'lineboundary'],
  };
  pages.addEventListener('keydown', (event) => {
    if (!caretOn || event.target.closest('a, button')) return;
    const move = MOVES[event.key];
    if (move) {
      const [direction, unit] = move;
      const bigger = (event.ctrlKey || event.altKey) && unit === 'character' ? 'word' : unit;
      const selection = document.getSelection();
      const kept = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
      selection.modify(event.shiftKey ? 'extend' : 'move', direction, bigger);
      if (!surface.rootOf(selection.focusNode)) selection.setBaseAndExtent(...kept);
      event.preventDefault();
      changed();
    } else if (event.key === 'Escape') stop({ back: true });
    else if (event.key === 'Enter') {
      event.preventDefault();
      if (!take()) say(`Nothing is marked yet. ${HELP}`);
    }
  });
  // Leaving the pages with Tab ends the caret, so that arrow keys scroll again.
  pages.addEventListener('focusout', ({ relatedTarget }) => { if (caretOn && relatedTarget && !pages.contains(relatedTarget)) stop(); });

  // A press on the button must not clear what is selected.
  floating.addEventListener('pointerdown', (event) => event.preventDefault());
  floating.addEventListener('click', () => take());
  caretButton?.addEventListener('click', () => (caretOn ? stop({ back: true }) : start()));

  return {
    use(next) {
      stop();
      surface = next;
    },
    take,
    /** Helps whoever chose Annotate with nothing marked: a keyboard gets its caret, a finger is told what to do. */
    help: () => (COARSE.matches ? say(BY_FINGER) : start()),
    say,
  };
}
