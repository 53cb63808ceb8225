/** The tools of a PDF: previous and next page, which one is on the screen, and pages or text only, one of which it begins with. */
export function createPageTools({ tools, views, surface, onView, begin = 'pages' }) {
  const now = tools.querySelector('#page-now');
  const count = surface.pages.length;
  let current = 1;
  let view = 'pages';

  const boxes = () => (view === 'pages' ? surface.pages.map(({ element }) => element) : [...document.querySelectorAll('.app-text__page')]);

  function find() {
    const middle = innerHeight / 3;
    const index = boxes().findIndex((box) => box.getBoundingClientRect().bottom > middle);
    current = index < 0 ? count : index + 1;
    const words = `Page ${current} of ${count}`;
    if (now.textContent !== words) now.textContent = words;
    for (const button of tools.querySelectorAll('[data-page-step]')) {
      const beyond = current + Number(button.dataset.pageStep);
      button.setAttribute('aria-disabled', String(beyond < 1 || beyond > count));
    }
  }

  tools.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-page-step]');
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    boxes()[current - 1 + Number(button.dataset.pageStep)]?.scrollIntoView({ block: 'start' });
    find();
  });
  views.addEventListener('click', async ({ target }) => {
    const button = target.closest('[data-view]');
    if (button && button.dataset.view !== view) await turn(button.dataset.view);
  });
  async function turn(next) {
    const kept = current;
    view = next;
    for (const each of views.querySelectorAll('[data-view]')) each.setAttribute('aria-pressed', String(each.dataset.view === next));
    await onView(view);
    if (kept > 1) boxes()[kept - 1]?.scrollIntoView({ block: 'start' });
    find();
  }
  let frame = 0;
  addEventListener('scroll', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(find);
  }, { passive: true });
  tools.hidden = false;
  views.hidden = false;
  find();
  return begin === view ? Promise.resolve() : turn(begin);
}
