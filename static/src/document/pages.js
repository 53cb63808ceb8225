/** The tools of a PDF: previous and next page, which one is on the screen, and pages or text only. */
export function createPageTools({ tools, views, surface, onView }) {
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
    if (!button || button.dataset.view === view) return;
    const kept = current;
    view = button.dataset.view;
    for (const each of views.querySelectorAll('[data-view]')) each.setAttribute('aria-pressed', String(each === button));
    await onView(view);
    if (kept > 1) boxes()[kept - 1]?.scrollIntoView({ block: 'start' });
    find();
  });
  let frame = 0;
  addEventListener('scroll', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(find);
  }, { passive: true });
  tools.hidden = false;
  views.hidden = false;
  find();
}
