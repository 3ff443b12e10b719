import type { ReferralShown } from '#src/contract/referral.ts';
import { closedHere, useReferral } from '../../api/answers.ts';
import { DrillBanner } from '../../parts/drill-banner.tsx';
import { SealIcon } from '../../parts/icons.tsx';
import { StateMark, UrgencyMark } from '../../parts/marks.tsx';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { ActionsPanel } from './actions-panel.tsx';
import { AllergyPanel } from './allergy-panel.tsx';
import { AskColleague } from './ask-colleague.tsx';
import { ClockPanel } from './clock-panel.tsx';
import { ConsentPanel } from './consent-panel.tsx';
import { ConsultationLink } from './consultation-link.tsx';
import { DocumentsPanel } from './documents-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { FindingsPanels } from './findings-panels.tsx';
import { GapsPanel } from './gaps-panel.tsx';
import { HiddenParts } from './hidden-parts.tsx';
import { NeedToKnow } from './need-to-know.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { PatientPanel } from './patient-panel.tsx';
import { RecordLink } from './record-link.tsx';
import { SafetyPanel } from './safety-panel.tsx';
import { SeenPanel, TrailPanel } from './seen-and-trail.tsx';
import { SignPanel } from './sign-panel.tsx';
import { StandingNotices } from './standing-notices.tsx';
import { StoryPanel } from './story-panel.tsx';

/** One referral: who, what is dangerous, whose turn, then everything else. */
export function ReferralScreen({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useReferral(id);
  const gone = error && (!data || ('status' in error && error.status === 404));
  const wiped = useShelf(closedHere).has(id);
  const asksWhy = error && 'code' in error && error.code === 'access.need-to-know';
  return (
    <Screen title={data && !gone ? say('referral.title', { code: data.code }) : say('app.name')} deep>
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
        <Whole referral={data} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Whole({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  return (
    <div className="referral">
      <div className="stack">
        <DrillBanner code={referral.code} />
        <p className="row">
          <UrgencyMark urgency={referral.urgency} />
          <StateMark state={referral.state} />
          <span className="soft">
            {say('line.route', { from: nameIn(language, referral.from), to: nameIn(language, referral.to) })}
          </span>
        </p>
        <AllergyPanel referral={referral} />
        <SafetyPanel referral={referral} />
        <PatientPanel referral={referral} />
        <RecordLink referral={referral} />
        <ConsultationLink referral={referral} />
        <StandingNotices referral={referral} />
        <div className="phone-only">
          <ClockPanel referral={referral} brief />
        </div>
        <GapsPanel referral={referral} />
        <StoryPanel referral={referral} />
        <FindingsPanels referral={referral} />
        <DocumentsPanel referral={referral} />
        <FilesPanel referral={referral} />
        <NotesPanel referral={referral} />
        <HiddenParts referral={referral} />
        <ConsentPanel referral={referral} />
        <SignPanel referral={referral} />
        <div className="phone-only">
          <ClockPanel referral={referral} />
        </div>
        <SeenPanel referral={referral} />
        <AskColleague id={referral.id} />
        <TrailPanel referral={referral} />
      </div>
      <div className="stack referral__side">
        <div className="desk-only">
          <ClockPanel referral={referral} />
        </div>
        <ActionsPanel referral={referral} />
      </div>
    </div>
  );
}
