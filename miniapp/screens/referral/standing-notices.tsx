import type { ReferralShown } from '#src/contract/referral.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** What one should know before doing anything: it came back, or the patient is already on the way there. */
export function StandingNotices({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  const { returned, duplicates } = referral;
  return (
    <>
      {returned && (
        <div className="notice notice--late" role="note">
          <DoubtIcon />
          <div>
            <strong>{say('referral.returned', { who: nameIn(language, returned.by) })}</strong>
            <p className="words">{returned.reason}</p>
          </div>
        </div>
      )}
      {duplicates.length > 0 && (
        <div className="notice notice--late" role="note">
          <DoubtIcon />
          <div>
            <strong>{say('referral.duplicate')}</strong>
            <p>{duplicates.map(({ code, state }) => `${code} (${say(`state.${state}`)})`).join(', ')}</p>
          </div>
        </div>
      )}
    </>
  );
}
