import { useState } from 'react';
import type { PrivacyDesk } from '#src/contract/privacy.ts';
import { usePrivacyDeeds } from '../../api/privacy.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { dayIn } from './day.ts';
import { Words } from './fields.tsx';

/** One identity number, two records: a person says whether they are one patient. Any other referral that hangs on the wrong patient is parted here too. */
export function WhoIsWhoPanel({ desk }: { readonly desk: PrivacyDesk }) {
  const { say, language } = useSpeech();
  const [other, setOther] = useState('');
  return (
    <section className="card stack" aria-label={say('privacy.who')}>
      <h2>
        {say('privacy.who')} <span className="soft">{desk.clashes.length}</span>
      </h2>
      <p className="soft">{say(desk.clashes.length > 0 ? 'privacy.who.help' : 'privacy.who.none')}</p>
      {desk.clashes.map(({ code, institution, at }) => (
        <div key={code} className="request stack stack--tight" role="group" aria-label={code}>
          <p>
            <strong>{code}</strong> · {nameIn(language, institution)} · {dayIn(at, language)}
          </p>
          <Decision code={code} />
        </div>
      ))}
      <details>
        <summary>{say('privacy.who.any')}</summary>
        <div className="stack">
          <Words label={say('privacy.who.code')} value={other} onChange={setOther} short />
          <Decision code={other} onSettled={() => setOther('')} />
        </div>
      </details>
    </section>
  );
}

function Decision({ code, onSettled }: { readonly code: string; readonly onSettled?: () => void }) {
  const { say } = useSpeech();
  const { whoIsWho } = usePrivacyDeeds();
  const [reason, setReason] = useState('');
  const may = code.trim() !== '' && reason.trim() !== '' && !whoIsWho.isPending;
  const settle = (way: 'join' | 'part') =>
    may &&
    whoIsWho.mutate(
      { referral: code, do: way, reason },
      {
        onSuccess: () => {
          setReason('');
          onSettled?.();
          tell(say('privacy.who.done'));
        },
      },
    );
  return (
    <>
      <Words label={say('privacy.who.reason')} value={reason} onChange={setReason} />
      {whoIsWho.error && <TroubleNotice error={whoIsWho.error} />}
      <div className="row">
        <button type="button" className="button" aria-disabled={!may} onClick={() => settle('join')}>
          {say('privacy.who.join')}
        </button>
        <button type="button" className="button" aria-disabled={!may} onClick={() => settle('part')}>
          {say('privacy.who.part')}
        </button>
      </div>
    </>
  );
}
