/**
 * Clears the page when the reader may no longer see it, and says what happened, what was kept, and what to do.
 *
 * The document leaves the page at once; only the reader's own unsaved words stay, to be copied.
 */
const clock = () => new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

const SAID = {
  access: (title) => ({
    title: `You can no longer see ${title}`,
    when: `It closed today at ${clock()}, while you had it open.`,
    why: 'It is no longer shared with you, or your part in the room has ended. Nothing you did caused this. If you think it is wrong, ask the lead of the room or the agency that owns the document.',
    do: 'If you downloaded a copy, delete it.',
    next: 'Go to my rooms',
  }),
  session: () => ({
    title: 'You are signed out',
    when: `Your session ended today at ${clock()}.`,
    why: 'You signed out in another window, you were away for long, or your organisation ended the session. The document was closed so that nobody else reads it here.',
    do: 'Sign in again. The document then opens again, if you may still see it.',
    next: 'Sign in',
  }),
};

export function showClosed(kind, { title, words }) {
  const said = SAID[kind](title);
  const page = document.getElementById('closed-page').content.cloneNode(true);
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  for (const name of ['title', 'when', 'why', 'do', 'next']) part(name).textContent = said[name];
  if (kind === 'session') {
    part('next').href = part('next').dataset.signIn;
    // Nobody is signed in, so the page names nobody and offers nothing that needs a person.
    for (const remains of document.querySelectorAll('.app-header__person, .app-header nav, .app-footer a')) remains.remove();
  }
  if (words.length) {
    part('kept').hidden = false;
    part('words').textContent = words.join('\n\n');
    const area = part('words');
    const copied = part('copied');
    part('copy').addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(area.value);
        copied.textContent = 'Copied';
      } catch {
        area.select();
        copied.textContent = 'Your words are marked: copy them with Ctrl and C';
      }
    });
  }
  for (const remains of document.querySelectorAll('main, .app-marking, #connection, #news, body > .govuk-width-container, .govuk-skip-link[href="#annotations"]')) remains.remove();
  // What was painted or marked would keep its words reachable although they left the page.
  CSS.highlights?.clear();
  document.getSelection()?.removeAllRanges();
  document.querySelector('.app-footer').before(page);
  document.title = `${said.title} – Workspace`;
  const heading = document.querySelector('.app-answer__title');
  heading.tabIndex = -1;
  heading.focus();
  scrollTo(0, 0);
}
