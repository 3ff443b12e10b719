import { createRoot } from 'react-dom/client';
import { glanceAtWork, hearWord, makeAnswers } from './api/answers.ts';
import { Client } from './api/client.ts';
import { Live } from './api/live.ts';
import { takeSeat, untilSeated } from './api/seats.ts';
import { Session } from './api/session.ts';
import { App } from './app.tsx';
import { findHost } from './host/find-host.ts';
import { KeptWords } from './keeping/kept-words.ts';
import { hongKongDay } from './parts/hong-kong-time.ts';
import { preferences, wear } from './parts/preferences.ts';
import { hearingTime, presentTime } from './parts/present-time.ts';

wear(preferences.now);
const { host, back, another = false } = await findHost(window);
if (back) history.replaceState(null, '', back);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const answers = makeAnswers();
const ask = hearingTime(window.fetch.bind(window));
const session = new Session(host, ask, () => location.reload());
const client = new Client(session, ask);
const kept = new KeptWords({
  place: storage(),
  crypto: window.crypto?.subtle,
  person: () => session.me?.person,
  keys: client.drawer,
  today: () => hongKongDay(presentTime()),
  now: () => presentTime().getTime(),
});
const live = new Live({
  open: () => new EventSource(session.address('/api/live')),
  hear: (word, since) => {
    if (word.kind === 'closed' && word.id) kept.close(word.id);
    hearWord(answers, word, since);
  },
  again: () => client.whoAmI(),
  shutOut: () => {
    kept.dropAll();
    session.shutOut('person.left');
  },
  wait: pause,
});

let seated: Promise<void> | undefined;
const listen = () => {
  seated ??= untilSeated({
    seat: () => takeSeat(navigator.locks),
    glance: () => glanceAtWork(answers, client),
    wait: () => pause(5_000),
    said: (connected) => live.connected.put(connected),
  });
  void seated.then(() => live.start());
};

// Somebody who may not look any more: nothing of what was shown stays, not even in memory.
session.standing.watch(() => {
  const { now } = session.standing;
  if (now.is === 'refused' || now.is === 'opening') answers.clear();
  if (now.is === 'refused' && now.code.startsWith('person.')) kept.dropAll();
  // The keys of before may have been destroyed with the session of before.
  if (now.is === 'in') kept.letGoOfKeys();
});

// A file dropped beside the place for files would replace the page, and with it everything typed.
for (const moment of ['dragover', 'drop']) addEventListener(moment, (event) => event.preventDefault());

/** Some browsers forbid even to ask for it. */
function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

const root = document.getElementById('baton');
if (!root) throw new Error('The shell has no place for the page');
createRoot(root).render(<App desk={{ host, session, client, live, listen, answers, kept }} beside={another} />);
void session.open();
