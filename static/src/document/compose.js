/**
 * Writing an annotation: the form beside its passage, and what waits in this window until it can be sent.
 *
 * What is typed is kept until the server has saved it: through refreshes, lost connections, refusals and Cancel. It is
 * kept in the window's memory only, because the computer may be shared. Each attempt has a name (request_id), so that
 * sending again what may have arrived already never makes a second annotation.
 */
import { sentenceFor } from './audience.js';
import { Gone, Refused, SignedOut, send } from './requests.js';
import { waitingCard } from './waiting.js';

const clock = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

export function createCompose({ form, list, highlights, onChange, onSaved, onGone, onSignedOut, onUnreachable, onClose }) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const body = form.elements.body;
  const chosen = () => form.querySelector('input[name=audience]:checked');
  let draft = null;
  let sending = false;
  const unsent = [];

  function say() {
    const people = (value) => Number(form.querySelector(`input[name=audience][value=${value}]`)?.dataset.people ?? 0);
    const others = [...form.querySelectorAll('input[name=organisations]')].map((box) => ({ name: box.dataset.name, people: Number(box.dataset.people), chosen: box.checked }));
    part('result').textContent = sentenceFor(chosen()?.value ?? 'me', { name: form.dataset.mine, people: people('agency') }, others, people('everyone'));
  }

  function fault(name, words) {
    const place = form.querySelector(`#compose-${name}-error`);
    if (!place) return false;
    part(`${name}-error`).textContent = words;
    place.hidden = !words;
    part(name).classList.toggle('govuk-form-group--error', Boolean(words));
    if (name === 'body') {
      body.classList.toggle('govuk-textarea--error', Boolean(words));
      if (words) body.setAttribute('aria-describedby', place.id); else body.removeAttribute('aria-describedby');
    }
    return true;
  }

  function failed(words) {
    part('failed').textContent = words;
    part('failed').hidden = !words;
  }

  function clearFaults() {
    fault('body', '');
    fault('audience', '');
    failed('');
  }

  /** Opens the form for a described passage (see anchor.js), or for the whole document when it is null. */
  function open(described) {
    draft = { ...draft, target: described?.target ?? {}, quote: described?.quote ?? '' };
    part('quote').textContent = draft.quote;
    part('quote').parentElement.hidden = !draft.quote;
    form.hidden = false;
    clearFaults();
    show();
    say();
    onChange({ now: true });
    body.focus({ preventScroll: true });
    reveal();
  }

  /** Brings the form into view; on a small screen, where it is a sheet at the bottom, the passage above it. */
  function reveal() {
    if (getComputedStyle(form).position !== 'fixed') form.scrollIntoView({ block: 'nearest' });
    else {
      const passage = highlights.find(draft.target)?.range.getBoundingClientRect();
      const tools = document.querySelector('.app-toolbar--tools').offsetHeight;
      if (passage) scrollBy(0, passage.top - tools - 16);
    }
  }

  /** Shows the chosen words, wherever the document's text stands now. */
  function show() {
    highlights.select(draft && !form.hidden ? highlights.find(draft.target)?.range ?? null : null);
  }

  function close() {
    form.hidden = true;
    highlights.select(null);
    onChange();
  }

  function clear() {
    draft = null;
    body.value = '';
    part('kept').textContent = '';
    close();
  }

  function dataOf({ text, audience, organisations, target, name }) {
    const data = new FormData();
    data.set('body', text);
    data.set('audience', audience);
    if (audience === 'agencies') for (const id of organisations) data.append('organisations', id);
    data.set('target', JSON.stringify(target));
    data.set('request_id', name);
    return data;
  }

  function current() {
    const text = body.value.trim();
    const audience = chosen()?.value ?? 'me';
    const organisations = [...form.querySelectorAll('input[name=organisations]:checked')].map((box) => box.value);
    const content = JSON.stringify([text, audience, organisations, draft.target]);
    // The name stays while the content does: only then is a second sending the same annotation.
    if (draft.content !== content) draft = { ...draft, content, name: crypto.randomUUID() };
    return { text, audience, organisations, target: draft.target, quote: draft.quote, name: draft.name, content, words: audienceWords(audience), at: clock() };
  }

  function audienceWords(audience) {
    const names = [...form.querySelectorAll('input[name=organisations]:checked')].map((box) => box.dataset.name);
    return { me: 'Only me', agency: `My agency: ${form.dataset.mine}`, agencies: [form.dataset.mine, ...names].join(', ') }[audience] ?? 'Everyone who can see this document';
  }

  async function submit() {
    if (sending || !draft) return;
    clearFaults();
    const item = current();
    if (!item.text) {
      fault('body', 'Write your annotation first.');
      body.focus();
      return;
    }
    if (item.audience === 'agencies' && !item.organisations.length) {
      fault('audience', 'Choose at least one agency.');
      form.querySelector('input[name=organisations]')?.focus();
      return;
    }
    sending = true;
    part('kept').textContent = 'Saving';
    try {
      const { id } = await send(form.action, dataOf(item));
      clear();
      await onSaved(id);
    } catch (error) {
      part('kept').textContent = '';
      if (error instanceof Refused) {
        const rest = Object.entries(error.errors).filter(([name, words]) => !fault(name === 'organisations' ? 'audience' : name, [words].flat()[0]));
        if (rest.length || !Object.keys(error.errors).length) failed(error.sentence);
        body.focus();
      } else if (error instanceof Gone) onGone();
      else if (error instanceof SignedOut) onSignedOut();
      else {
        wait(item);
        clear();
        onUnreachable();
        keepTrying();
      }
    } finally {
      sending = false;
    }
  }

  function wait(item) {
    const card = waitingCard(item, { mine: form.dataset.mine, edit: () => edit(item), discard: () => discard(item) });
    item.card = card;
    unsent.push(item);
    list.append(card.element);
    onChange();
  }

  function drop(item) {
    unsent.splice(unsent.indexOf(item), 1);
    item.card.element.remove();
    onChange();
  }

  /** Says whether an item is on its way just now, and so can be neither changed nor taken back: it may be there already. */
  function onItsWay(item) {
    if (item.sending) item.card.say('It is being sent just now.');
    return item.sending;
  }

  function discard(item) {
    if (onItsWay(item)) return;
    drop(item);
    onClose();
  }

  function edit(item) {
    if (onItsWay(item)) return;
    if (body.value.trim() && !form.hidden) {
      item.card.say('Save or cancel the annotation you are writing first.');
      return;
    }
    drop(item);
    body.value = item.text;
    form.querySelector(`input[name=audience][value=${item.audience}]`).checked = true;
    for (const box of form.querySelectorAll('input[name=organisations]')) box.checked = item.organisations.includes(box.value);
    draft = { name: item.name, content: item.content };
    open({ target: item.target, quote: item.quote });
  }

  // What was refused waits for its author, not for the connection.
  const toSend = () => unsent.filter(({ refused }) => !refused);

  let trying = 0;
  /** However the connection is judged to be, tries what waits again and again: soon at first, then ever more rarely. */
  function keepTrying(pause = 1000) {
    clearTimeout(trying);
    trying = setTimeout(async () => {
      await flush();
      if (toSend().length) keepTrying(Math.min(pause * 2, 10_000));
    }, pause);
  }

  let flushing = false;
  /** Sends what waits, oldest first; stops at the first that finds no answer. */
  async function flush() {
    if (flushing) return;
    flushing = true;
    try {
      for (const item of toSend()) {
        item.sending = true;
        try {
          const { id } = await send(form.action, dataOf(item));
          // The focus is left alone: somebody may be writing the next one.
          drop(item);
          await onSaved(id, { quietly: true });
        } catch (error) {
          if (error instanceof Refused) {
            item.refused = true;
            item.card.say(`Not accepted: ${error.sentence}`);
          } else if (error instanceof Gone) return onGone();
          else if (error instanceof SignedOut) return onSignedOut();
          else return undefined;
        } finally {
          item.sending = false;
        }
      }
    } finally {
      flushing = false;
    }
    return undefined;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener('change', () => {
    fault('audience', '');
    say();
    onChange();
  });
  body.addEventListener('input', () => {
    if (body.value.trim()) fault('body', '');
    part('kept').textContent = body.value.trim() ? `Kept in this window at ${clock()}` : '';
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  });
  function cancel() {
    close();
    onClose(body.value.trim() ? 'Your words are kept in this window: choose Annotate to go on with them.' : '');
  }
  part('cancel').addEventListener('click', cancel);
  say();

  return {
    form, open, show, flush, clear,
    targetOf: (element) => (element === form ? draft?.target : unsent.find(({ card }) => card.element === element)?.target) ?? null,
    waiting: () => unsent.length,
    /** Gives everything written here and not yet saved. */
    words: () => [...unsent.map(({ text }) => text), body.value.trim()].filter(Boolean),
    /** Gives the passage of the draft that Cancel put aside. */
    last: () => ({ target: draft?.target, quote: draft?.quote }),
    hasDraft: () => Boolean(draft && body.value.trim()),
  };
}
