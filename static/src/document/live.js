/**
 * Keeps the page fresh: a socket that says when something changed, and a banner when it cannot.
 *
 * An event carries no content: the page fetches what it may see again, through the same guarded address as at first.
 * The server counts the lasting events it sent since the document was opened; when its count and ours differ, or after
 * any break, everything is fetched again. Without a socket the page asks every 15 seconds instead, and says so.
 */
import { io } from 'socket.io-client';
import { Gone, SignedOut } from './requests.js';

const POLL = 15_000;
const PATIENCE = 2500;

export function createLive({ documentId, fetchAll, banner, presence, onBack, onVersion, onEnded, onSignedOut }) {
  let counted = 0;
  let over = false;
  let since = null;
  let slow = 0;
  let poll = 0;
  const socket = io({ transports: ['websocket'], reconnectionDelay: 500, reconnectionDelayMax: 8000, timeout: 8000, closeOnBeforeunload: true });

  let running = null;
  let again = false;
  /** Fetches the annotations; calls made meanwhile are answered by one more fetch. */
  function refetch() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await fetchAll();
        } while (again);
      } catch (error) {
        if (error instanceof Gone) end('access');
        else if (error instanceof SignedOut) end('session');
        throw error;
      } finally {
        running = null;
      }
    })();
    return running;
  }
  const quietly = () => refetch().then(() => true, () => false);

  function end(kind) {
    if (over) return;
    over = true;
    stop();
    if (kind === 'access') onEnded(); else onSignedOut();
  }

  function stop() {
    clearInterval(poll);
    clearTimeout(slow);
    socket.disconnect();
  }

  async function without() {
    if (over || socket.connected) return;
    const reachable = await quietly();
    if (over || socket.connected) return;
    since ??= new Date();
    if (reachable) banner.slow(new Date()); else banner.off(since);
    presence.unknown();
    if (reachable) onBack();
  }

  function lost() {
    if (over || slow) return;
    since ??= new Date();
    slow = setTimeout(without, PATIENCE);
    poll = setInterval(without, POLL);
  }

  async function open() {
    let answer;
    counted = 0;
    try {
      answer = await socket.timeout(8000).emitWithAck('document.open', { document: documentId });
    } catch {
      socket.disconnect();
      setTimeout(() => { if (!over) socket.connect(); }, 2000);
      lost();
      return;
    }
    clearTimeout(slow);
    clearInterval(poll);
    slow = 0;
    const first = since === null;
    since = null;
    // Not ok: the guarded address knows why, and answers as it does to anybody.
    const reachable = await quietly();
    if (over) return;
    if (answer?.ok) {
      banner.clear(first);
      onBack();
    } else if (reachable) lost();
  }

  socket.on('connect', open);
  socket.on('connect_error', lost);
  socket.on('disconnect', (reason) => {
    lost();
    if (reason === 'io server disconnect' && !over) setTimeout(() => { if (!over) socket.connect(); }, 2000);
  });
  const ours = (f) => (event) => { if (event?.document === documentId && !over) f(event); };
  /** Counts a lasting event; says whether one before it was missed. */
  const missed = ({ count }) => {
    const expected = counted + 1;
    counted = count ?? expected;
    return counted !== expected;
  };
  socket.on('annotations.changed', ours((event) => {
    missed(event);
    quietly();
  }));
  socket.on('version.added', ours((event) => {
    if (missed(event)) quietly();
    onVersion(event.number);
  }));
  socket.on('presence.changed', ours(({ people }) => presence.show(people)));
  socket.on('access.ended', ours(() => end('access')));
  socket.on('session.ended', () => end('session'));
  socket.on('heartbeat', ({ document: about = documentId, count }) => {
    if (about !== documentId || count === counted || over) return;
    counted = count;
    quietly();
  });
  addEventListener('online', () => socket.connect());

  return {
    refetch, quietly, stop,
    end,
    /** Tries at once instead of waiting. */
    retry() {
      socket.connect();
      without();
    },
    get connected() { return socket.connected && since === null; },
  };
}
