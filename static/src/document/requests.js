/**
 * Speaks to our own server: sends forms, fetches fragments, and turns every answer into one of four things.
 *
 * Unreachable: no answer, or "not just now"; the same can be sent again. Refused: the server understood and said no,
 * with sentences. Gone: what was asked for does not exist for this person (any more). SignedOut: the session ended.
 */
export class Unreachable extends Error {}
export class Gone extends Error {}
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(errors, sentence) {
    super(sentence);
    this.errors = errors;
    this.sentence = sentence;
  }
}

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(20_000), ...options });
  } catch {
    throw new Unreachable('no answer');
  }
  if (response.redirected || response.status === 401) throw new SignedOut('the session ended');
  if (response.status === 404) throw new Gone('not there');
  if (response.status >= 500 || response.status === 429) throw new Unreachable(`answered ${response.status}`);
  return response;
}

async function answerOf(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

/** Sends form data and gives the JSON answer. */
export async function send(url, data) {
  const response = await ask(url, { method: 'POST', body: data, headers: { Accept: 'application/json', 'X-CSRFToken': token() } });
  const answer = await answerOf(response);
  if (response.ok) return answer;
  const errors = answer.errors ?? {};
  throw new Refused(errors, answer.error ?? Object.values(errors).flat()[0] ?? 'It was not accepted. Load the page again, then try once more.');
}

/** Fetches a piece of HTML of ours. */
export async function fetchFragment(url) {
  const response = await ask(url, { headers: { Accept: 'text/html', 'X-Requested-With': 'fetch' } });
  if (!response.ok) throw new Refused({}, `answered ${response.status}`);
  return response.text();
}
