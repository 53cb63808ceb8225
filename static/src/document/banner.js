/** The line under the header that says when live updates do not work, what still does, and what waits. */
const clock = (moment) => moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

const PATHS = {
  clock: ['M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z', 'M10 5.5V10l3 2'],
  offline: ['M2 7.500a12 12 0 0 1 4-2.500M9 4.100a12 12 0 0 1 9 3.400M5 11a7.500 7.500 0 0 1 3-1.800M12 9.100a7.500 7.500 0 0 1 3 1.900M10 15.500v.1M3 3l14 14'],
};

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'app-icon');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of PATHS[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

function paragraph(className, ...content) {
  const made = document.createElement('p');
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function createBanner(holder, { waiting, onRetry }) {
  let shown = '';
  // The tools below stick under the banner, however many lines it takes.
  new ResizeObserver(() => document.documentElement.style.setProperty('--app-banner', `${holder.offsetHeight}px`)).observe(holder);

  function show(kind, symbol, title, words) {
    const text = `${kind}${title}${words}`;
    if (shown === text) return;
    shown = text;
    const retry = document.createElement('button');
    retry.type = 'button';
    retry.className = 'app-link-button';
    retry.textContent = 'Try now';
    retry.addEventListener('click', onRetry);
    const box = document.createElement('div');
    box.className = 'govuk-width-container govuk-width-container--full';
    box.append(paragraph('app-connection__state', icon(symbol), title), paragraph('', words, ' ', retry));
    holder.className = `app-connection app-connection--${kind}`;
    holder.replaceChildren(box);
  }

  return {
    slow(at) {
      show('slow', 'clock', 'Slow mode', `Live updates do not get through. New annotations appear every 15 seconds, last at ${clock(at)}. Everything you write is saved as usual.`);
    },
    off(since) {
      const count = waiting();
      const waits = count ? ` ${count} ${count === 1 ? 'annotation waits' : 'annotations wait'} in this window and ${count === 1 ? 'is' : 'are'} sent when the connection returns: do not close it.` : ' What you write waits in this window and is sent when the connection returns.';
      show('off', 'offline', `Not connected since ${clock(since)}`, `You can go on reading and writing.${waits}`);
    },
    clear() {
      shown = '';
      holder.replaceChildren();
      holder.className = 'app-connection';
    },
  };
}
