import { Link } from 'wouter';
import type { PrivacyDesk } from '#src/contract/privacy.ts';
import { usePrivacy } from '../../api/privacy.ts';
import { Screen } from '../../parts/screen.tsx';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSpeech } from '../../words/words.ts';
import { BreachPanel } from './breach-panel.tsx';
import { KeepingPanel } from './keeping-panel.tsx';
import { ProcessorsPanel } from './processors-panel.tsx';
import { RequestsPanel } from './requests-panel.tsx';
import { TrailPanel } from './trail-panel.tsx';
import { WhoIsWhoPanel } from './who-is-who-panel.tsx';

/** The privacy officer's desk: what patients ask, emergency looks to review, whether the trail holds, breaches, and what is kept or erased. */
export function PrivacyScreen() {
  const { say } = useSpeech();
  const {
    desk: { data, error, refetch },
  } = usePrivacy();
  return (
    <Screen title={say('privacy.title')} deep>
      {data ? <Desk desk={data} /> : error ? <TroubleState error={error} again={() => void refetch()} /> : <Waiting />}
    </Screen>
  );
}

function Desk({ desk }: { readonly desk: PrivacyDesk }) {
  const { say } = useSpeech();
  return (
    <div className="stack narrow">
      {desk.reviews > 0 && (
        <div className="notice notice--late">
          <div>
            <Link href="/reviews">{say('privacy.reviews', { n: desk.reviews })}</Link>
          </div>
        </div>
      )}
      <RequestsPanel desk={desk} />
      <WhoIsWhoPanel desk={desk} />
      <TrailPanel desk={desk} />
      <BreachPanel desk={desk} />
      <ProcessorsPanel desk={desk} />
      <KeepingPanel desk={desk} />
    </div>
  );
}
