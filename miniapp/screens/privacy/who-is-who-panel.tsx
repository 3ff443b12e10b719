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
  const { whoIsWho } = usePrivacyDeeds();
  const [code, setCode] = useState(desk.clashes[0]?.code ?? '');
  const [reason, setReason] = useState('');
  const may = code.trim() !== '' && reason.trim() !== '' && !whoIsWho.isPending;
  const settle = (way: 'join' | 'part') =>
    may &&
    whoIsWho.mutate(
      { referral: code, do: way, reason },
      {
        onSuccess: () => {
          setCode('');
          setReason('');
          tell(say('privacy.who.done'));
        },
      },
    );
  return (
    <section className="card stack" aria-label={say('privacy.who')}>
      <h2>{say('privacy.who')}</h2>
      <p className="soft">{say(desk.clashes.length > 0 ? 'privacy.who.help' : 'privacy.who.none')}</p>
      <ul className="stack stack--tight">
        {desk.clashes.map((one) => (
          <li key={one.code} className="row row--apart">
            <span>
              <strong>{one.code}</strong> · {nameIn(language, one.institution)} · {dayIn(one.at, language)}
            </span>
            <button type="button" className="button" aria-pressed={code === one.code} onClick={() => setCode(one.code)}>
              {one.code}
            </button>
          </li>
        ))}
      </ul>
      <details open={desk.clashes.length > 0}>
        <summary>{say('privacy.who.any')}</summary>
        <div className="stack">
          <Words label={say('privacy.code')} value={code} onChange={setCode} short />
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
        </div>
      </details>
    </section>
  );
}
