import { useState } from 'react';
import type { Action, ActionAsked, ReferralShown } from '#src/contract/referral.ts';
import { useDeed } from '../../api/answers.ts';
import { tell } from '../../parts/said.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { ActionSheet } from './action-sheet.tsx';
import { wordsOf } from './action-words.ts';

/** What this person may do now: the natural next step, where there is one, as one big button, the rest one tap behind it on a phone and in full on a desk. */
export function ActionsPanel({ referral }: { readonly referral: ReferralShown }) {
  const say = useSay();
  const [asking, setAsking] = useState<Action>();
  const [more, setMore] = useState(false);
  const deed = useDeed<ActionAsked>(referral.id, (client, asked) => client.act(referral.id, asked));
  const { actions } = referral;
  const [first, ...rest] = [...actions].sort(
    (a, b) => Number(b.primary) - Number(a.primary) || Number(a.name === 'cancel') - Number(b.name === 'cancel'),
  );
  // Where there is no natural next step, none is made to look like one: least of all to withdraw.
  const firstLook = first?.primary ? 'button--main' : '';

  const take = (action: Action) => {
    setMore(false);
    if (action.name === 'ask-sign-off' && referral.gaps.length > 0) return goToGaps();
    if (action.needs !== 'nothing' || action.confirm) return setAsking(action);
    if (deed.isPending) return;
    const asked = { action: action.name, version: referral.version };
    deed.mutate(asked, { onSuccess: ({ state }) => tell(say('action.done', { state: say(`state.${state}`) })) });
  };

  const button = (action: Action, look: string) => (
    <button
      key={action.name}
      type="button"
      className={`button ${look}`}
      aria-disabled={deed.isPending}
      onClick={() => take(action)}
    >
      {say(wordsOf(action.name, referral.state))}
    </button>
  );

  return (
    <section className="actions-bar stack stack--tight" aria-label={say('action.title')}>
      {deed.error && <TroubleNotice error={deed.error} />}
      {!first && <p className="soft">{say('action.none')}</p>}
      {first && (
        <>
          <div className="row phone-only">
            {button(first, firstLook)}
            {rest.length > 0 && (
              <button type="button" className="button" aria-haspopup="dialog" onClick={() => setMore(true)}>
                {say('app.more')}
              </button>
            )}
          </div>
          <div className="actions desk-only">
            {button(first, `${firstLook} button--wide`)}
            {rest.map((action) => button(action, 'button--wide'))}
          </div>
        </>
      )}
      {more && (
        <Sheet title={say('action.title')} onClose={() => setMore(false)}>
          <div className="actions">{rest.map((action) => button(action, 'button--wide'))}</div>
          <button type="button" className="button button--quiet button--wide" onClick={() => setMore(false)}>
            {say('app.close')}
          </button>
        </Sheet>
      )}
      {asking && <ActionSheet action={asking} referral={referral} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

/** Rather than a refusal: straight to what is missing. */
function goToGaps(): void {
  const gaps = document.getElementById('gaps');
  gaps?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  gaps?.focus({ preventScroll: true });
}
