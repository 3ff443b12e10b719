import { useState } from 'react';
import type { PrivacyDesk } from '#src/contract/privacy.ts';
import { usePrivacyDeeds } from '../../api/privacy.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { dayIn } from './day.ts';
import { Words } from './fields.tsx';

/** What is due for erasure, what is held back, what was erased; and the two deeds: hold, and erase. */
export function KeepingPanel({ desk }: { readonly desk: PrivacyDesk }) {
  const { say, language } = useSpeech();
  const { hold, lift, erase } = usePrivacyDeeds();
  const [referral, setReferral] = useState('');
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const mayHold = referral.trim() !== '' && reason.trim() !== '';
  const empty = () => {
    setReferral('');
    setReason('');
    setSure(false);
  };
  return (
    <section className="card stack" aria-label={say('privacy.keeping')}>
      <h2>{say('privacy.keeping')}</h2>
      <h3>{say('privacy.due')}</h3>
      {desk.due.length === 0 && <p className="soft">{say('privacy.due.none')}</p>}
      <ul className="stack stack--tight">
        {desk.due.map(({ patient, institution, since, held }, place) => (
          <li key={`${patient}${place}`}>
            {patient} · {nameIn(language, institution)} · {say('privacy.due.since', { at: dayIn(since, language) })}
            {held && <strong> · {say('privacy.held')}</strong>}
          </li>
        ))}
      </ul>
      {desk.holds.map((one) => (
        <div key={one.id} className="row row--apart">
          <span>
            {one.patient} · <bdi>{one.reason}</bdi>{' '}
            {one.lifted && <span className="soft">{say('privacy.lifted')}</span>}
          </span>
          {!one.lifted && (
            <button type="button" className="button" onClick={() => lift.mutate(one.id)}>
              {say('privacy.lift')}
            </button>
          )}
        </div>
      ))}
      <Words label={say('privacy.code')} value={referral} onChange={setReferral} short />
      <Words label={say('privacy.hold.reason')} value={reason} onChange={setReason} />
      {(hold.error ?? lift.error ?? erase.error) && <TroubleNotice error={hold.error ?? lift.error ?? erase.error} />}
      <div className="row">
        <button
          type="button"
          className="button"
          aria-disabled={!mayHold}
          onClick={() => mayHold && hold.mutate({ referral, reason }, { onSuccess: empty })}
        >
          {say('privacy.hold')}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={!referral.trim()}
          onClick={() => referral.trim() && setSure(true)}
        >
          {say('privacy.erase')}
        </button>
      </div>
      {sure && (
        <Sheet title={say('privacy.erase.sure')} onClose={() => setSure(false)}>
          <p>{say('privacy.erase.help')}</p>
          <div className="row">
            <button
              type="button"
              className="button button--main"
              onClick={() => erase.mutate(referral, { onSettled: () => setSure(false), onSuccess: empty })}
            >
              {say('privacy.erase.yes')}
            </button>
            <button type="button" className="button" onClick={() => setSure(false)}>
              {say('privacy.back')}
            </button>
          </div>
        </Sheet>
      )}
      {desk.certificates.length > 0 && (
        <details>
          <summary>
            {say('privacy.certificates')} <span className="soft">{desk.certificates.length}</span>
          </summary>
          <ul className="stack stack--tight">
            {desk.certificates.map(({ id, at, doneAt, rows, files }) => (
              <li key={id} className="small">
                <bdi>{id}</bdi> · {dayIn(doneAt ?? at, language)} ·{' '}
                {say('privacy.certificate', { rows: Object.values(rows).reduce((a, b) => a + b, 0), files })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
