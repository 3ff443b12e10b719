import { useState } from 'react';
import type { HandoverOfPlace } from '#src/contract/handover.ts';
import { useTakeOver } from '../../api/shifts.ts';
import { tell } from '../../parts/said.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

/** All that waits for this person, by one button; how many, and which, is said before. */
export function TakeAll({ place }: { readonly place: HandoverOfPlace }) {
  const say = useSay();
  const [isAsking, setAsking] = useState(false);
  const take = useTakeOver();
  const mine = place.lines.filter(({ mine, standing }) => mine && (standing === 'waiting' || standing === 'escalated'));
  const n = mine.length;
  const go = () => {
    if (take.isPending) return;
    take.mutate(
      { institution: place.institution, referrals: mine.map(({ id }) => id) },
      {
        onSuccess: ({ taken, missed }) => {
          tell(missed > 0 ? say('handover.missed', { n: taken, missed }) : say('handover.done', { n: taken }));
          setAsking(false);
        },
      },
    );
  };
  if (n < 2) return null;
  return (
    <>
      <button type="button" className="button button--main button--wide" onClick={() => setAsking(true)}>
        {say('handover.take-all', { n })}
      </button>
      {isAsking && (
        <Sheet title={say('handover.take-all.sure', { n })} onClose={() => setAsking(false)}>
          {take.error && <TroubleNotice error={take.error} />}
          <p>{say('handover.take-all.help', { codes: mine.map(({ code }) => code).join(', ') })}</p>
          <div className="actions">
            <button type="button" className="button button--main" aria-disabled={take.isPending} onClick={go}>
              {say('handover.take-all.yes', { n })}
            </button>
            <button type="button" className="button button--quiet" onClick={() => setAsking(false)}>
              {say('app.cancel')}
            </button>
          </div>
        </Sheet>
      )}
    </>
  );
}
