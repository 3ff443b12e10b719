import { useState } from 'react';
import type { FollowUpReason, FollowUpShown } from '#src/contract/visits.ts';
import { useEndFollowUp } from '../../api/visits.ts';
import { tell } from '../../parts/said.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

const reasons: readonly FollowUpReason[] = [
  'seen',
  'booked-elsewhere',
  'not-needed',
  'patient-declined',
  'patient-died',
];

/** Ends a follow-up without a visit: with a reason, each one tap. */
export function EndFollowUp({ referral, followUp }: { readonly referral: string; readonly followUp: FollowUpShown }) {
  const say = useSay();
  const [isAsking, setAsking] = useState(false);
  const end = useEndFollowUp(referral, followUp.id);
  const choose = (because: FollowUpReason) => {
    if (end.isPending) return;
    end.mutate(because, {
      onSuccess: () => {
        tell(say('visits.ended'));
        setAsking(false);
      },
    });
  };
  return (
    <>
      <button type="button" className="button" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {say('visits.end')}
      </button>
      {isAsking && (
        <Sheet title={say('visits.end.title')} onClose={() => setAsking(false)}>
          {end.error && <TroubleNotice error={end.error} />}
          <div className="actions">
            {reasons.map((because) => (
              <button
                key={because}
                type="button"
                className="button button--wide"
                aria-disabled={end.isPending}
                onClick={() => choose(because)}
              >
                {say(`visits.because.${because}`)}
              </button>
            ))}
          </div>
          <button type="button" className="button button--quiet button--wide" onClick={() => setAsking(false)}>
            {say('app.cancel')}
          </button>
        </Sheet>
      )}
    </>
  );
}
