/**
 * Sends what is done on a card - reply, resolve, open again, withdraw - without leaving the page.
 *
 * The forms work by themselves too. A reply keeps its request's name until the server has answered, so that sending it
 * again never makes a second one; what was typed goes only when it is saved.
 */
import { Gone, Refused, SignedOut, send } from './requests.js';

const DONE = { reply: 'Your reply is saved.', resolve: 'Resolved.', reopen: 'Opened again.', withdraw: 'Withdrawn.' };

export function createActs({ holder, refetch, announce, onSignedOut, onFail }) {
  const names = new Map();

  function complain(card, words) {
    const place = card.querySelector('.app-annotation__failed');
    place.textContent = words;
    place.hidden = !words;
  }

  function nameOf(form, words) {
    const known = names.get(form.action);
    if (known?.words === words) return known.name;
    const name = crypto.randomUUID();
    names.set(form.action, { name, words });
    return name;
  }

  async function act(form, button) {
    const card = form.closest('[data-annotation]');
    const kind = form.dataset.act;
    const area = form.querySelector('textarea');
    if (area && !area.value.trim()) {
      complain(card, 'Write your reply first.');
      area.focus();
      return;
    }
    const data = new FormData(form);
    if (area) data.set('request_id', nameOf(form, area.value));
    button.disabled = true;
    try {
      await send(form.action, data);
      complain(card, '');
      if (area) {
        names.delete(form.action);
        area.value = '';
        form.closest('details').open = false;
        form.closest('details').querySelector('summary').focus();
      }
      announce(DONE[kind] ?? 'Saved.');
      await refetch();
      if (!card.isConnected || card.hidden) document.querySelector('#annotations').focus();
      // The button went with what it withdrew.
      else if (document.activeElement === document.body) card.querySelector('.app-annotation__number').focus({ preventScroll: true });
    } catch (error) {
      if (error instanceof SignedOut) onSignedOut();
      else if (error instanceof Gone) {
        complain(card, 'This annotation is no longer there for you. Your words are still here.');
        await refetch().catch(() => {});
      } else if (error instanceof Refused) complain(card, error.sentence);
      else {
        complain(card, 'Not sent: the workspace does not answer. Your words stay here; send them again in a moment.');
        onFail();
      }
    } finally {
      button.disabled = false;
    }
  }

  holder.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-act]');
    if (!form) return;
    event.preventDefault();
    act(form, event.submitter ?? form.querySelector('button'));
  });
}
