import { useEffect } from 'react';
import type { Setup } from '#src/contract/session.ts';
import { webLoginLink } from '../../host/web-login.ts';
import { DoorIcon, OfflineIcon } from '../../parts/icons.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { troubleWords } from '../../words/trouble-words.ts';
import { useSay, useSpeech } from '../../words/words.ts';

/** While DingTalk says who is there. */
export function Opening() {
  const say = useSay();
  return (
    <main className="state" role="status">
      <img src={`${import.meta.env.BASE_URL}baton.svg`} width="56" height="56" alt="" />
      <h1>{say('door.opening')}</h1>
    </main>
  );
}

export function NotSignedIn({ code, again }: { readonly code: string; readonly again: () => void }) {
  const speech = useSpeech();
  const { say } = speech;
  return (
    <main className="state" role="alert">
      {code === 'net.offline' ? <OfflineIcon size={44} /> : <DoorIcon size={44} />}
      <h1>{say('door.refused')}</h1>
      <p>{troubleWords(speech, code)}</p>
      <button type="button" className="button button--main" onClick={again}>
        {say('app.retry')}
      </button>
    </main>
  );
}

const here = () => `${location.pathname}${location.search}`;

/** A plain browser, outside DingTalk. */
export function SignInByHand({ setup }: { readonly setup: Setup }) {
  const say = useSay();
  const onClick = () => {
    const link = webLoginLink(setup, localStorage, here(), 'this');
    if (link) location.assign(link);
  };
  return (
    <main className="state">
      <DoorIcon size={44} />
      <h1>{say(setup.webLogin ? 'door.browser' : 'door.no-way')}</h1>
      <p>{say(setup.webLogin ? 'door.browser.help' : 'door.no-way.help')}</p>
      {setup.webLogin && (
        <button type="button" className="button button--main" onClick={onClick}>
          {say('door.browser.go')}
        </button>
      )}
    </main>
  );
}

const signedInElsewhere = 'baton-signed-in';

/** The session ended under somebody's hands: they sign in beside the page, and the page with everything typed stays. */
export function SignInAgain({ setup, takeUp }: { readonly setup: Setup; readonly takeUp: () => void }) {
  const say = useSay();
  useEffect(() => {
    const channel = new BroadcastChannel(signedInElsewhere);
    channel.onmessage = takeUp;
    return () => channel.close();
  }, [takeUp]);
  const onClick = () => {
    const link = webLoginLink(setup, localStorage, here(), 'another');
    if (link) window.open(link, '_blank', 'noopener');
  };
  return (
    <Sheet title={say('door.again')} onClose={() => undefined}>
      <p>{say(setup.webLogin ? 'door.again.help' : 'door.no-way.help')}</p>
      {setup.webLogin && (
        <button type="button" className="button button--main button--wide" onClick={onClick}>
          {say('door.browser.go')}
        </button>
      )}
    </Sheet>
  );
}

/** The window that was opened only to sign in. */
export function SignedInBeside() {
  const say = useSay();
  useEffect(() => {
    const channel = new BroadcastChannel(signedInElsewhere);
    channel.postMessage('in');
    return () => channel.close();
  }, []);
  return (
    <main className="state">
      <DoorIcon size={44} />
      <h1>{say('door.done')}</h1>
      <p>{say('door.done.help')}</p>
    </main>
  );
}
