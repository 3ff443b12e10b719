import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { ReferralShown } from '#src/contract/referral.ts';
import { closedHere, useReferral, useSigning } from '../../api/answers.ts';
import { DrillBanner } from '../../parts/drill-banner.tsx';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { CheckIcon, DoubtIcon, SealIcon } from '../../parts/icons.tsx';
import { UrgencyMark } from '../../parts/marks.tsx';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSay, useSpeech } from '../../words/words.ts';
import { AllergyPanel } from './allergy-panel.tsx';
import { changesBetween } from './changes-between.ts';
import { ChangesList } from './changes-list.tsx';
import { ConsentPanel } from './consent-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { FindingsPanels } from './findings-panels.tsx';
import { HiddenParts } from './hidden-parts.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { PatientPanel } from './patient-panel.tsx';
import { SafetyPanel } from './safety-panel.tsx';
import { SignBar } from './sign-bar.tsx';
import { hashToSign, SignPanel } from './sign-panel.tsx';
import { StandingNotices } from './standing-notices.tsx';
import { StoryPanel } from './story-panel.tsx';

/** One exact version, laid out as the receiver will see it, and one tap under it. What is signed is what was read, or nothing. */
export function SignScreen({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useReferral(id);
  const wiped = useShelf(closedHere).has(id);
  const gone = error && (!data || ('status' in error && error.status === 404));
  return (
    <Screen title={data && !gone ? say('signing.title', { code: data.code }) : say('app.name')} deep>
      {gone && wiped ? (
        <State
          icon={<SealIcon size={40} />}
          title={say('referral.closed-by-patient')}
          help={say('referral.closed-by-patient.help')}
        />
      ) : gone ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : data ? (
        <Standing referral={data} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

/** Where the signature stands: mine to give, given, asked of somebody else, or not asked. What I read is kept beside what it is by now. */
function Standing({ referral }: { readonly referral: ReferralShown }) {
  const [read, setRead] = useState<ReferralShown>();
  const isMine = referral.actions.some(({ name }) => name === 'sign');
  useEffect(() => {
    if (isMine) setRead((before) => before ?? referral);
  }, [isMine, referral]);
  if (!isMine) return <NotMine referral={referral} />;
  const before = read ?? referral;
  const changed = hashToSign(before) !== hashToSign(referral);
  return <ToSign referral={referral} before={changed ? before : undefined} onRead={() => setRead(referral)} />;
}

type ToSignProps = {
  readonly referral: ReferralShown;
  /** What was read, where it is not what waits by now. */
  readonly before: ReferralShown | undefined;
  readonly onRead: () => void;
};

function ToSign({ referral, before, onRead }: ToSignProps) {
  const { say, language } = useSpeech();
  const shown = before ?? referral;
  return (
    <div className="referral signing">
      <div className="stack">
        <DrillBanner code={referral.code} />
        <p className="row">
          <UrgencyMark urgency={shown.urgency} />
          <strong>{say('signing.as-sent', { to: nameIn(language, shown.to) })}</strong>
          <span className="soft">{say('signing.version', { n: shown.contentVersion })}</span>
        </p>
        <AllergyPanel referral={shown} />
        <SafetyPanel referral={referral} />
        <PatientPanel referral={shown} />
        <StandingNotices referral={referral} />
        <StoryPanel referral={shown} />
        <FindingsPanels referral={shown} />
        <FilesPanel referral={shown} />
        <NotesPanel referral={shown} />
        <HiddenParts referral={shown} />
        <div>
          <WholeLink id={referral.id} />
        </div>
      </div>
      <div className="stack referral__side">
        <SinceSigned referral={referral} />
        <ConsentPanel referral={referral} toRead />
        <SignPanel referral={shown} />
        <section className="actions-bar stack stack--tight" aria-label={say('action.title')}>
          {before ? (
            <ChangedMeanwhile before={before} now={referral} onRead={onRead} />
          ) : (
            <SignBar referral={referral} />
          )}
        </section>
      </div>
    </div>
  );
}

function ChangedMeanwhile({
  before,
  now,
  onRead,
}: {
  readonly before: ReferralShown;
  readonly now: ReferralShown;
  readonly onRead: () => void;
}) {
  const say = useSay();
  const changes = changesBetween(before, now);
  return (
    <>
      <div className="notice notice--late" role="alert">
        <DoubtIcon />
        <div className="stack stack--tight">
          <strong>{say('signing.changed')}</strong>
          <p>{say(changes.length > 0 ? 'signing.changed.help' : 'signing.changed.files')}</p>
          <ChangesList changes={changes} />
        </div>
      </div>
      <button type="button" className="button button--main button--wide" onClick={onRead}>
        {say('signing.changed.read')}
      </button>
    </>
  );
}

/** What a second signature is about: the difference to the version somebody signed before. */
function SinceSigned({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { data } = useSigning(referral.id);
  if (!data?.lastSigned) return null;
  const { version, by, at, said } = data.lastSigned;
  const changes = changesBetween(said, referral);
  const title = say('signing.since', {
    who: nameIn(language, by),
    n: version,
    at: spokenTime(at, now, language, say),
  });
  return (
    <section className="card stack stack--tight" aria-label={title}>
      <h2>{title}</h2>
      {changes.length > 0 ? <ChangesList changes={changes} /> : <p className="soft">{say('signing.since.none')}</p>}
    </section>
  );
}

/** Already signed, asked of somebody else, sent back, or never asked: said in one sentence, with a way on. */
function NotMine({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  const { data } = useSigning(referral.id);
  const { signature, state, returned, to } = referral;
  if (signature?.valid)
    return (
      <div className="stack signing__over">
        <p className="notice" role="status">
          <CheckIcon /> <span>{say('signing.done', { to: nameIn(language, to) })}</span>
        </p>
        <SignPanel referral={referral} />
        <WholeLink id={referral.id} />
      </div>
    );
  const other = data?.asked && !data.askedIsMe ? nameIn(language, data.asked) : undefined;
  const help = returned
    ? say('signing.returned.help', { reason: returned.reason })
    : say('signing.not-asked.help', { state: say(`state.${state}`) });
  return (
    <State
      icon={<SealIcon size={40} />}
      title={other ? say('signing.other', { who: other }) : say('signing.not-asked')}
      help={other ? say('signing.other.help') : help}
    >
      <WholeLink id={referral.id} />
    </State>
  );
}

function WholeLink({ id }: { readonly id: string }) {
  const say = useSay();
  return (
    <Link href={`/r/${encodeURIComponent(id)}`} className="button">
      {say('signing.whole')}
    </Link>
  );
}
