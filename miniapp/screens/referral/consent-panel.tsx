import { useState } from 'react';
import type { ConsentPanelShown } from '#src/contract/consent.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { useConsent } from '../../api/consents.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';
import { RecordSheet } from './consent/record-sheet.tsx';
import { TicketSheet } from './consent/ticket-sheet.tsx';
import { WithdrawSheet } from './consent/withdraw-sheet.tsx';
import { Fact } from './patient-panel.tsx';

/** Whether the patient agreed, how, to what, to whom and for how long; and the ways to record it and to take it back. */
export function ConsentPanel({
  referral,
  toRead = false,
}: {
  readonly referral: ReferralShown;
  /** The words alone, where something else is to be decided. */
  readonly toRead?: boolean;
}) {
  const { say } = useSpeech();
  const { data } = useConsent(referral.id);
  return (
    <section className="card stack stack--tight" aria-label={say('referral.consent')}>
      <h2>{say('referral.consent')}</h2>
      {data ? <Standing panel={data} /> : <AsWritten referral={referral} />}
      {data && !toRead && <Ways referral={referral} panel={data} />}
    </section>
  );
}

const standings = {
  none: 'consent.is.none',
  given: 'consent.is.given',
  refused: 'consent.is.refused',
  withdrawn: 'consent.is.withdrawn',
  expired: 'consent.is.expired',
} as const;

function Standing({ panel }: { readonly panel: ConsentPanelShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { standing, last } = panel;
  return (
    <>
      <p className={standing === 'given' || standing === 'none' ? undefined : 'late'} role="status">
        {say(standings[standing])}
      </p>
      <dl className="facts">
        {standing === 'given' && (
          <>
            <Fact name={say('consent.to')}>{nameIn(language, panel.to)}</Fact>
            <Fact name={say('consent.parts')}>{panel.parts.map((part) => say(`scope.${part}`)).join(', ')}</Fact>
            <Fact name={say('consent.until')}>
              {panel.until
                ? spokenTime(panel.until, now, language, say)
                : say('consent.until-referral', { days: panel.daysAfterReferral })}
            </Fact>
          </>
        )}
        {last && (
          <Fact name={say('consent.how')}>
            <How last={last} />
          </Fact>
        )}
      </dl>
      {last?.formMissing && <p className="late">{say('consent.form-missing')}</p>}
      {panel.isChild && standing !== 'given' && <p>{say('consent.child')}</p>}
    </>
  );
}

function How({ last }: { readonly last: NonNullable<ConsentPanelShown['last']> }) {
  const { say, language, has } = useSpeech();
  const now = useNow();
  // A way the service may add later is shown as it is.
  const way = has(`how.${last.how}`) ? (say as (key: Key) => string)(`how.${last.how}` as Key) : last.how;
  const parts = [
    way,
    spokenTime(last.at, now, language, say),
    last.by ? say('consent.by', { who: nameIn(language, last.by) }) : say('consent.by-patient'),
    ...(last.witness ? [say('consent.witness', { who: last.witness })] : []),
    ...(last.substitute
      ? [say('consent.substitute', { who: last.substitute.name, relation: last.substitute.relation })]
      : []),
  ];
  return <>{parts.join(' · ')}</>;
}

/** Until the panel has come, and for whoever may not ask for it: what the signed words say. */
function AsWritten({ referral: { consent } }: { readonly referral: ReferralShown }) {
  const { say, language, has } = useSpeech();
  const now = useNow();
  const known = (key: string, otherwise: string) => (has(key) ? (say as (key: Key) => string)(key) : otherwise);
  if (!consent) return <p className="soft">{say('referral.consent.none')}</p>;
  if (!consent.given) return <p className="late">{say('referral.consent.no')}</p>;
  return (
    <>
      <p>
        {say('referral.consent.yes')} · {known(`how.${consent.how}`, consent.how)} ·{' '}
        {spokenTime(consent.at, now, language, say)}
      </p>
      <p className="small soft">{consent.scope.map((part) => known(`scope.${part}`, part)).join(', ')}</p>
    </>
  );
}

type Asking = 'record' | 'decide' | 'own-link' | 'withdraw';

function Ways({ referral, panel }: { readonly referral: ReferralShown; readonly panel: ConsentPanelShown }) {
  const { say } = useSpeech();
  const { id } = referral;
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const ways: readonly (readonly [Asking, Key, boolean])[] = [
    ['record', 'consent.record', panel.mayRecord],
    ['decide', 'consent.page', panel.mayRecord && panel.mayShowPage],
    ['own-link', 'consent.own-link', panel.mayWithdraw && panel.mayShowPage],
    ['withdraw', 'consent.withdraw', panel.mayWithdraw],
  ];
  return (
    <div className="row">
      {ways
        .filter(([, , may]) => may)
        .map(([way, words]) => (
          <button key={way} type="button" className="button" onClick={() => setAsking(way)}>
            {(say as (key: Key) => string)(words)}
          </button>
        ))}
      {asking === 'record' && <RecordSheet referral={referral} panel={panel} onClose={close} />}
      {asking === 'decide' && <TicketSheet id={id} kind="decide" panel={panel} onClose={close} />}
      {asking === 'own-link' && <TicketSheet id={id} kind="withdraw" panel={panel} onClose={close} />}
      {asking === 'withdraw' && <WithdrawSheet id={id} onClose={close} />}
    </div>
  );
}
