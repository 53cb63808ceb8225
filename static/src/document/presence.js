/** Shows who has this document open now: names with their agency, the reader last. */
const KINDS = new Set(['council', 'nhs', 'police', 'housing', 'school', 'jobcentre', 'lantern']);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function createPresence(holder) {
  return {
    /** people: [{name, agency, colour, you}], as the server tells it. */
    show(people) {
      const ordered = [...people].sort((a, b) => Number(a.you) - Number(b.you));
      const list = element('ul', 'app-presence__list');
      for (const person of ordered) {
        const item = element('li');
        item.append(element('span', '', person.you ? 'You' : person.name));
        if (!person.you && person.agency) item.append(element('span', `app-agency app-agency--${KINDS.has(person.colour) ? person.colour : 'other'}`, person.agency));
        list.append(item);
      }
      holder.replaceChildren(element('span', 'app-presence__label', 'Here now'), list);
      holder.hidden = false;
    },

    /** While there is no connection nobody can say who is here. */
    unknown() {
      holder.replaceChildren(element('span', 'app-muted', 'Who is here: not known while not connected'));
      holder.hidden = false;
    },
  };
}
