/**
 * Makes form[data-upload] show what is happening: drop zone, name and size, progress, stopping, and errors in place.
 *
 * Without this the form is sent by the browser as it is. data-limit on the form is the largest size in bytes; what is
 * larger, or empty, is refused before anything is sent. The server answers {location} or {errors: {field: sentence}};
 * whatever it answers, nothing that was typed or chosen is lost.
 */
const ORDER = ['bytes', 'KB', 'MB', 'GB'];

/** Gives a size as people read it: "812 bytes", "1.8 MB", "23 MB". */
export function sizeWords(bytes) {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < ORDER.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  if (unit === 0) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return `${unit > 1 && amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${ORDER[unit]}`;
}

/** Gives "14 of 23 MB": how much has been sent, in the unit of the whole. */
export function progressWords(sent, total) {
  const whole = sizeWords(total);
  const [, unit] = whole.split(' ');
  const scale = 1000 ** Math.max(0, ORDER.indexOf(unit));
  const part = sent / scale;
  return `${/\./.test(whole) ? part.toFixed(1) : Math.floor(part)} of ${whole}`;
}

/** Gives the sentence for a file that cannot be sent, or '' when it can. */
export function refusal({ name, size }, limit) {
  if (size === 0) return `${name} is empty. Save it again in the program it came from, then choose it again.`;
  if (limit && size > limit) return `${name} is ${sizeWords(size)}; a document may have up to ${sizeWords(limit)}. Save it smaller, then choose it again.`;
  return '';
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function enhanceUploads(root) {
  for (const form of root.querySelectorAll('form[data-upload]')) enhance(form);
}

function enhance(form) {
  const input = form.querySelector('input[type=file]');
  if (!input) return;
  const limit = Number(form.dataset.limit) || 0;
  // The page may have places for these already; otherwise they are made.
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  let zone = part('drop');
  if (!zone) {
    zone = element('div', 'app-drop');
    input.before(zone);
    zone.append(input);
  }
  zone.append(element('p', '', input.multiple ? 'Or drop documents here.' : 'Or drop a document here.'));
  const list = part('progress') ?? element('ul', 'app-progress-list');
  const said = part('state') ?? element('p', 'app-upload-state');
  said.setAttribute('role', 'status');
  if (!list.isConnected) zone.after(list);
  if (!said.isConnected) zone.after(said);
  let request = null;

  const files = () => [...input.files];
  const refusals = () => files().map((file) => refusal(file, limit)).filter(Boolean);

  function show() {
    clearErrors(form);
    list.replaceChildren(...files().map((file) => {
      const row = element('li', 'app-progress');
      const name = element('p', 'app-progress__name', `${file.name} `);
      name.append(element('span', 'app-progress__size', sizeWords(file.size)));
      row.append(name);
      const wrong = refusal(file, limit);
      if (wrong) {
        row.classList.add('app-progress--refused');
        row.append(element('p', 'app-progress__state', `Not sent: ${wrong}`));
      }
      return row;
    }));
    said.textContent = '';
  }

  for (const kind of ['dragenter', 'dragover']) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add('app-drop--over'); });
  for (const kind of ['dragleave', 'drop']) zone.addEventListener(kind, () => zone.classList.remove('app-drop--over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    if (request || !event.dataTransfer.files.length) return;
    const taken = new DataTransfer();
    for (const file of input.multiple ? event.dataTransfer.files : [event.dataTransfer.files[0]]) taken.items.add(file);
    input.files = taken.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  input.addEventListener('change', show);

  form.addEventListener('submit', (event) => {
    // A form without a file is left to the server: it says what is missing.
    if (!files().length) return;
    event.preventDefault();
    if (request) return;
    const wrong = refusals();
    if (wrong.length) {
      showErrors(form, { [input.name]: wrong[0] });
      return;
    }
    send();
  });

  function send() {
    clearErrors(form);
    const total = files().reduce((sum, { size }) => sum + size, 0);
    const bar = element('progress', 'app-progress__bar');
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute('aria-label', 'How much has been sent');
    const stop = element('button', 'app-link-button', 'Stop');
    stop.type = 'button';
    const row = list.lastElementChild;
    const action = element('p', 'app-progress__action');
    action.append(stop);
    row.append(action, bar);
    const buttons = [...form.querySelectorAll('button[type=submit], button:not([type])')];
    buttons.forEach((button) => { button.disabled = true; });
    said.textContent = 'Sending. You can stay on this page or stop it.';
    const state = element('p', 'app-progress__state', progressWords(0, total));
    row.append(state);
    request = new XMLHttpRequest();
    const sending = request;
    let sent = 0;

    const finish = (words) => {
      request = null;
      bar.remove();
      action.remove();
      state.remove();
      buttons.forEach((button) => { button.disabled = false; });
      said.textContent = words;
    };
    sending.upload.addEventListener('progress', ({ loaded, total: all }) => {
      // The form's other fields and the wrapping are sent too; people think of the document.
      sent = Math.min(total, Math.round((loaded / all) * total));
      bar.value = Math.floor((loaded / all) * 100);
      state.textContent = loaded >= all ? 'Sent. It is being checked and saved.' : progressWords(sent, total);
    });
    sending.addEventListener('load', () => {
      const answer = read(sending);
      if (answer.location) {
        state.textContent = 'Saved';
        location.assign(answer.location);
        return;
      }
      finish('');
      showErrors(form, answer.errors);
    });
    sending.addEventListener('error', () => {
      finish('');
      showErrors(form, { '': `The connection broke after ${progressWords(sent, total)}. Nothing was saved; what you entered is still here. Send it again.` });
    });
    sending.addEventListener('abort', () => finish('Stopped. Nothing was saved; what you entered is still here.'));
    stop.addEventListener('click', () => {
      sending.abort();
      buttons[0]?.focus();
    });
    sending.open('POST', form.action || location.href);
    sending.setRequestHeader('Accept', 'application/json');
    sending.setRequestHeader('X-CSRFToken', form.elements.csrf_token?.value ?? document.querySelector('meta[name="csrf-token"]')?.content ?? '');
    sending.send(new FormData(form));
  }
}

/** Gives {location} or {errors} from whatever the server answered. */
function read(request) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // A page instead of JSON: where we were sent to, or an error page of something in between.
    if (request.status >= 200 && request.status < 300 && request.responseURL) return { location: request.responseURL };
  }
  if (request.status < 300 && answer?.location) return { location: answer.location };
  if (answer?.errors && Object.keys(answer.errors).length) return { errors: answer.errors };
  const sentences = {
    401: 'You are signed out. Sign in in another window, then send it again here.',
    413: 'It is larger than this workspace takes. Nothing of it was kept. Save it smaller, then choose it again.',
    429: 'You sent too much in a short time. Wait a few minutes, then send it again.',
  };
  return { errors: { '': answer?.error ?? sentences[request.status] ?? 'It was not saved. What you entered is still here: send it again in a moment.' } };
}

function clearErrors(form) {
  for (const made of form.parentElement.querySelectorAll('[data-made-by="upload"]')) made.remove();
  for (const group of form.querySelectorAll('[data-made-wrong]')) {
    group.classList.remove('govuk-form-group--error');
    delete group.dataset.madeWrong;
  }
}

function fieldOf(form, name) {
  const named = name && form.elements.namedItem(name);
  return named instanceof RadioNodeList ? named[0] : named || null;
}

function showErrors(form, errors) {
  clearErrors(form);
  const summary = element('div', 'govuk-error-summary');
  summary.dataset.madeBy = 'upload';
  summary.tabIndex = -1;
  summary.setAttribute('role', 'alert');
  const links = element('ul', 'govuk-list govuk-error-summary__list');
  for (const [name, sentences] of Object.entries(errors)) {
    const sentence = [sentences].flat()[0];
    const field = fieldOf(form, name);
    const item = element('li');
    if (field?.id) {
      const link = element('a', '', sentence);
      link.href = `#${field.id}`;
      item.append(link);
      const group = field.closest('.govuk-form-group');
      if (group) {
        group.classList.add('govuk-form-group--error');
        group.dataset.madeWrong = '';
        const message = element('p', 'govuk-error-message', sentence);
        message.dataset.madeBy = 'upload';
        (group.querySelector('.app-drop, .govuk-radios, .govuk-checkboxes') ?? field).before(message);
      }
    } else item.textContent = sentence;
    links.append(item);
  }
  const body = element('div', 'govuk-error-summary__body');
  body.append(links);
  summary.append(element('h2', 'govuk-error-summary__title', 'There is a problem'), body);
  document.querySelectorAll('.govuk-error-summary').forEach((old) => old.remove());
  form.before(summary);
  summary.focus();
  summary.scrollIntoView({ block: 'center' });
}
