import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { ConsultationShown } from '#src/contract/consultation.ts';
import { closedHere } from '../../api/answers.ts';
import { useConsultation } from '../../api/consultations.ts';
import { SealIcon } from '../../parts/icons.tsx';
import { UrgencyMark } from '../../parts/marks.tsx';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { NeedToKnow } from '../referral/need-to-know.tsx';
import { AskForm } from './ask-form.tsx';
import { ThreadCard } from './thread-card.tsx';

/** What was asked and answered about one referral. Leave that ends takes it off the screen, words and all. */
export function ConsultationScreen({ id }: { readonly id: string }) {
  const say = useSay();
  const { data, error, refetch } = useConsultation(id);
  const gone = error && (!data || ('status' in error && error.status === 404));
  const wiped = useShelf(closedHere).has(id);
  const asksWhy = error && 'code' in error && error.code === 'access.need-to-know';
  return (
    <Screen title={say('consultation.title')} deep>
      {asksWhy ? (
        <NeedToKnow id={id} />
      ) : gone && wiped ? (
        <State
          icon={<SealIcon size={40} />}
          title={say('referral.closed-by-patient')}
          help={say('referral.closed-by-patient.help')}
        />
      ) : gone ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : data ? (
        <Whole id={id} shown={data} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Whole({ id, shown }: { readonly id: string; readonly shown: ConsultationShown }) {
  const say = useSay();
  const [about, setAbout] = useState<string>();
  const [asking, setAsking] = useState(false);
  // Who came for one thread is taken to it, once it is there.
  useEffect(() => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (wanted) document.getElementById(`thread ${wanted}`)?.scrollIntoView({ block: 'start' });
  }, []);
  const isFormOpen = asking || shown.threads.length === 0;
  return (
    <div className="consult stack">
      <p className="row">
        <Link href={`/r/${encodeURIComponent(id)}`} className="button button--quiet">
          {shown.code} · {shown.patientLine}
        </Link>
        <UrgencyMark urgency={shown.urgency} />
      </p>
      {shown.threads.length === 0 && <p className="soft">{say('consultation.none')}</p>}
      {shown.threads.map((thread) => (
        <ThreadCard
          key={thread.id}
          referral={id}
          thread={thread}
          onAskHere={
            shown.mayAsk && thread.state === 'open' && thread.pin?.on === 'image'
              ? (annotation) => {
                  setAbout(`image ${annotation}`);
                  setAsking(true);
                }
              : undefined
          }
        />
      ))}
      {shown.mayAsk &&
        (isFormOpen ? (
          <AskForm
            key={about ?? ''}
            referral={id}
            shown={shown}
            about={about}
            onAsked={() => {
              setAbout(undefined);
              setAsking(false);
            }}
          />
        ) : (
          <button type="button" className="button button--wide" onClick={() => setAsking(true)}>
            {say('consultation.ask')}
          </button>
        ))}
    </div>
  );
}
