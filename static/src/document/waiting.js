/** The card of an annotation that could not be sent yet: it waits in this window, and can be changed or thrown away. */
const STATE = 'Not sent yet: waits in this window';

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(text, about, act) {
  const made = element('button', 'app-link-button', text);
  made.type = 'button';
  made.append(element('span', 'govuk-visually-hidden', about));
  made.addEventListener('click', act);
  return made;
}

export function waitingCard(item, { mine, edit, discard }) {
  const row = element('li', 'app-notes__item');
  const article = element('article', 'app-annotation app-annotation--waiting');
  article.setAttribute('aria-label', 'Annotation waiting to be sent');
  const head = element('div', 'app-annotation__head');
  head.append(element('h3', 'app-annotation__name', 'You'), element('span', 'app-annotation__time', `${mine}, today at ${item.at}`));
  const state = element('p', 'app-state app-state--warn app-small', STATE);
  state.setAttribute('role', 'status');
  const foot = element('div', 'app-annotation__foot');
  const actions = element('div', 'app-annotation__actions');
  actions.append(button('Edit', ' the waiting annotation', edit), button('Discard', ' the waiting annotation', discard));
  foot.append(element('p', 'app-audience', item.words), actions);
  article.append(head, ...(item.quote ? [element('blockquote', 'app-annotation__quote', item.quote)] : []), element('p', 'app-annotation__body', item.text), state, foot);
  row.append(article);
  return { element: row, say: (words) => { state.textContent = words; } };
}
