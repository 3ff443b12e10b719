import { useState } from 'react';
import type { PrivacyDesk, RequestAsked } from '#src/contract/privacy.ts';
import { usePrivacy, usePrivacyDeeds } from '../../api/privacy.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSpeech } from '../../words/words.ts';
import { Choice, Words } from './fields.tsx';
import { RequestCard } from './request-card.tsx';

const kinds = ['who-looked', 'copy', 'correction', 'erasure', 'objection'] as const;
const requesters = ['patient', 'parent', 'authorised'] as const;

/** What patients asked, the most urgent clock first, and the register to take along. */
export function RequestsPanel({ desk }: { readonly desk: PrivacyDesk }) {
  const { say } = useSpeech();
  const { client } = usePrivacy();
  const [asking, setAsking] = useState(false);
  const open = desk.requests.filter(({ is }) => is !== 'ended').sort((a, b) => (a.due < b.due ? -1 : 1));
  const ended = desk.requests.filter(({ is }) => is === 'ended');
  return (
    <section className="card stack" aria-label={say('privacy.requests')}>
      <h2>
        {say('privacy.requests')} <span className="count">{open.length}</span>
      </h2>
      {open.length === 0 && <p className="soft">{say('privacy.requests.none')}</p>}
      {open.map((request) => (
        <RequestCard key={request.id} request={request} />
      ))}
      {asking ? (
        <NewRequest done={() => setAsking(false)} />
      ) : (
        <div className="row">
          <button type="button" className="button button--main" onClick={() => setAsking(true)}>
            {say('privacy.new')}
          </button>
          <a className="button" href={client.registerAddress('csv')} download>
            {say('privacy.register')}
          </a>
        </div>
      )}
      {ended.length > 0 && (
        <details>
          <summary>
            {say('privacy.ended')} <span className="soft">{ended.length}</span>
          </summary>
          <div className="stack stack--tight">
            {ended.map((request) => (
              <RequestCard key={request.id} request={request} />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}

function NewRequest({ done }: { readonly done: () => void }) {
  const { say } = useSpeech();
  const { ask } = usePrivacyDeeds();
  const [referral, setReferral] = useState('');
  const [kind, setKind] = useState<RequestAsked['kind']>('copy');
  const [from, setFrom] = useState<RequestAsked['from']>('patient');
  const kept = useKept('request:new');
  const words = kept.text;
  const ready = referral.trim() !== '' && words.trim() !== '' && !ask.isPending;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        ask.mutate(
          { referral, kind, from, words },
          {
            onSuccess: () => {
              kept.forget();
              done();
            },
          },
        );
      }}
    >
      <Words label={say('privacy.code')} value={referral} onChange={setReferral} short />
      <Choice
        label={say('privacy.kind')}
        value={kind}
        options={kinds.map((one) => ({ value: one, words: say(`privacy.kind.${one}`) }))}
        onChange={setKind}
      />
      <Choice
        label={say('privacy.from')}
        value={from}
        options={requesters.map((one) => ({ value: one, words: say(`privacy.from.${one}`) }))}
        onChange={setFrom}
      />
      <Words label={say('privacy.words')} value={words} onChange={kept.type} />
      <StillHere kept={kept} />
      {ask.error && <TroubleNotice error={ask.error} />}
      <div className="row">
        <button type="submit" className="button button--main" aria-disabled={!ready}>
          {say('privacy.take')}
        </button>
        <button type="button" className="button" onClick={done}>
          {say('privacy.back')}
        </button>
      </div>
    </form>
  );
}
