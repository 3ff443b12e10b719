import { DoubtIcon } from '../../parts/icons.tsx';
import { State } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { ReasonChoice } from './reason-choice.tsx';

/** For somebody without a part in the referral: a question before the first look, not a wall. */
export function NeedToKnow({ id }: { readonly id: string }) {
  const say = useSay();
  return (
    <State icon={<DoubtIcon size={40} />} title={say('why.title')} help={say('why.help')}>
      <ReasonChoice id={id} kind="need" title={say('why.title')} />
    </State>
  );
}
