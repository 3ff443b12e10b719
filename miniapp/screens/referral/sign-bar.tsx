import { useState } from 'react';
import type { ActionAsked, ReferralShown } from '#src/contract/referral.ts';
import { useDeed } from '../../api/answers.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { ActionSheet } from './action-sheet.tsx';
import { hashToSign } from './sign-panel.tsx';

/** One tap signs the fingerprint on the screen, one gives it back. A stop without an answer leads to the stop instead. */
export function SignBar({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  const [returning, setReturning] = useState(false);
  const deed = useDeed<ActionAsked>(referral.id, (client, asked) => client.act(referral.id, asked));
  const stopped = referral.safety?.alerts.some(({ tier, acknowledged }) => tier === 'stop' && !acknowledged) ?? false;
  const refuse = referral.actions.find(({ name }) => name === 'refuse');
  const contentHash = hashToSign(referral);

  const sign = () => {
    if (stopped) return goToStop();
    if (deed.isPending) return;
    deed.mutate(
      { action: 'sign', version: referral.version, ...(contentHash ? { contentHash } : {}) },
      { onSuccess: ({ to }) => tell(say('signing.done', { to: nameIn(language, to) })) },
    );
  };

  return (
    <>
      {deed.error && <TroubleNotice error={deed.error} />}
      {stopped && (
        <p className="file__head late" id="sign-stop">
          <DoubtIcon /> <span>{say('signing.stop')}</span>
        </p>
      )}
      <div className="signing__ways">
        <button
          type="button"
          className="button button--main button--wide"
          aria-disabled={deed.isPending}
          aria-describedby={stopped ? 'sign-stop' : undefined}
          onClick={sign}
        >
          {say('action.sign')}
        </button>
        {refuse && (
          <button
            type="button"
            className="button button--wide"
            aria-haspopup="dialog"
            onClick={() => setReturning(true)}
          >
            {say('action.refuse')}
          </button>
        )}
      </div>
      {returning && refuse && <ActionSheet action={refuse} referral={referral} onClose={() => setReturning(false)} />}
    </>
  );
}

/** Rather than a refusal: straight to the alert that wants its answer. */
function goToStop(): void {
  const stop = document.querySelector<HTMLElement>('.alert--stop[role="alert"]');
  stop?.scrollIntoView({ block: 'center', behavior: 'auto' });
  stop?.querySelector('button')?.focus({ preventScroll: true });
}
