import { type FormEvent, useState } from 'react';
import type { Action, ActionAsked, ReferralShown } from '#src/contract/referral.ts';
import { useDeed } from '../../api/answers.ts';
import { Refusal } from '../../api/refusal.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { presentTime } from '../../parts/present-time.ts';
import { tell } from '../../parts/said.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { wordsOf } from './action-words.ts';
import { AskFields } from './ask-fields.tsx';
import { askedFor, type Lack, lackOf, nothingTyped, type Typed } from './asked-for.ts';
import { FollowUpFields } from './follow-up-fields.tsx';

/** What the sheet needs to know of the referral: a line of a list has it too. */
type Of = Pick<ReferralShown, 'id' | 'code' | 'to' | 'state' | 'version' | 'actions'>;
type Props = { readonly action: Action; readonly referral: Of; readonly onClose: () => void };

/** Asks for what an action needs, and once more where it cannot be undone. Somebody quicker changes the state shown, never what was typed. */
export function ActionSheet({ action, referral, onClose }: Props) {
  const { say, language } = useSpeech();
  const kept = useKept(`r:${referral.id}:${action.name}`);
  const [chosen, setChosen] = useState<Typed>(nothingTyped);
  const typed = { ...chosen, words: kept.text };
  const onType = ({ words, ...more }: Partial<Typed>) => {
    if (words !== undefined) kept.type(words);
    setChosen({ ...chosen, ...more });
  };
  const [lack, setLack] = useState<Lack>();
  const deed = useDeed<ActionAsked>(referral.id, (client, asked) => client.act(referral.id, asked));
  const words = say(wordsOf(action.name, referral.state));
  const stillPossible = referral.actions.some(({ name }) => name === action.name);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = lackOf(action.needs, typed, presentTime());
    setLack(lacking);
    if (lacking || deed.isPending) return;
    void deed.mutateAsync(askedFor(action, referral.version, typed)).then(
      ({ state }) => {
        kept.forget();
        tell(say('action.done', { state: say(`state.${state}`) }));
        onClose();
      },
      () => undefined,
    );
  };

  const isConflict = deed.error instanceof Refusal && deed.error.status === 409;
  return (
    <Sheet title={words} onClose={onClose}>
      <form className="stack" onSubmit={onSubmit} noValidate>
        {isConflict && <ConflictNotice referral={referral} />}
        {deed.error && !isConflict && <TroubleNotice error={deed.error} />}
        {stillPossible ? (
          <>
            <AskFields action={action} typed={typed} lack={lack} onType={onType} />
            <StillHere kept={kept} />
            {action.name === 'answer' && <FollowUpFields typed={typed} onType={onType} />}
            {action.confirm && (
              <p>
                <strong>
                  {say('action.sure', { action: words, code: referral.code, to: nameIn(language, referral.to) })}
                </strong>{' '}
                {say('action.sure.help')}
              </p>
            )}
            <button type="submit" className="button button--main button--wide" aria-disabled={deed.isPending}>
              {action.confirm ? say('action.yes', { action: words }) : words}
            </button>
          </>
        ) : (
          <WordsToCopy words={typed.words} />
        )}
        <button type="button" className="button button--quiet button--wide" onClick={onClose}>
          {say(stillPossible ? 'app.cancel' : 'app.close')}
        </button>
      </form>
    </Sheet>
  );
}

function ConflictNotice({ referral }: { readonly referral: Pick<ReferralShown, 'state'> }) {
  const { say } = useSpeech();
  return (
    <div className="notice notice--late" role="alert">
      <DoubtIcon />
      <div>
        <strong>{say('conflict.title')}.</strong> {say('conflict.help', { state: say(`state.${referral.state}`) })}
      </div>
    </div>
  );
}

function WordsToCopy({ words }: { readonly words: string }) {
  const { say } = useSpeech();
  return (
    <div className="field field--short">
      <label htmlFor="to-copy">{say('conflict.gone')}</label>
      <textarea id="to-copy" readOnly value={words} />
    </div>
  );
}
