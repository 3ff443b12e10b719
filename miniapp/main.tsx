import { createRoot } from 'react-dom/client';
import { hearWord, makeAnswers } from './api/answers.ts';
import { Client } from './api/client.ts';
import { Live } from './api/live.ts';
import { Session } from './api/session.ts';
import { App } from './app.tsx';
import { findHost } from './host/find-host.ts';
import { preferences, wear } from './parts/preferences.ts';

wear(preferences.now);
const { host, back, another = false } = await findHost(window);
if (back) history.replaceState(null, '', back);

const answers = makeAnswers();
const session = new Session(host, window.fetch.bind(window));
const client = new Client(session, window.fetch.bind(window));
const live = new Live({
  open: () => new EventSource(session.address('/api/live')),
  hear: (word) => hearWord(answers, word),
  again: () => client.whoAmI(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

// Somebody who may not look any more: nothing of what was shown stays, not even in memory.
session.standing.watch(() => {
  if (session.standing.now.is === 'refused') answers.clear();
});

const root = document.getElementById('baton');
if (!root) throw new Error('The shell has no place for the page');
createRoot(root).render(<App desk={{ host, session, client, live, answers }} beside={another} />);
void session.open();
