import { useId, useState } from 'react';
import type { ConsultationShown, PinAsked, PinShown, QuestionAsked } from '#src/contract/consultation.ts';
import type { RemarkAsked } from '#src/contract/images.ts';
import { useAskQuestion } from '../../api/consultations.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { RemarkForm } from '../../viewer/remark-form.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { pinWords } from './thread-words.tsx';

type Props = {
  readonly referral: string;
  readonly shown: ConsultationShown;
  /** A place that was chosen already: the key of a pin, or a drawing with words at it. */
  readonly about: string | undefined;
  readonly onAsked: () => void;
};

/** Whom, about what, and the words. Whoever has the case on the other side is asked unless somebody is named. */
export function AskForm({ referral, shown, about, onAsked }: Props) {
  const { say, language } = useSpeech();
  const ids = useId();
  const ask = useAskQuestion(referral);
  const { colleagues, sides, pins } = shown;
  const [whom, setWhom] = useState(sides[0] ? `side ${sides[0].id}` : `person ${colleagues[0]?.id ?? ''}`);
  const [pin, setPin] = useState(about ?? '');
  const places = [...new Set(colleagues.map(({ institution }) => nameIn(language, institution)))];
  // What was said at a drawing is the question already: only whom is asked.
  const hasWords = shown.threads.some((one) => one.state === 'open' && one.pin && keyOf(one.pin) === pin);

  const send = async (said?: RemarkAsked) => {
    const pinned = askedPin(pin, pins);
    const asked: QuestionAsked = {
      of: whom.startsWith('side ') ? { side: whom.slice(5) } : { person: whom.slice(7) },
      ...(pinned ? { pin: pinned } : {}),
      ...(said ? { said } : {}),
    };
    await ask.mutateAsync(asked);
    const side = sides.find(({ id }) => whom === `side ${id}`);
    const person = colleagues.find(({ id }) => whom === `person ${id}`);
    const named = side?.name ?? person?.name;
    if (named) tell(say('consultation.sent', { who: nameIn(language, named) }));
    onAsked();
  };

  return (
    <section className="card stack" aria-labelledby={`${ids}-title`}>
      <h2 id={`${ids}-title`}>{say('consultation.ask')}</h2>
      <div className="field">
        <label htmlFor={`${ids}-whom`}>{say('consultation.whom')}</label>
        <select id={`${ids}-whom`} value={whom} onChange={({ target }) => setWhom(target.value)}>
          {sides.map(({ id, name }) => (
            <option key={id} value={`side ${id}`}>
              {say('consultation.side', { place: nameIn(language, name) })}
            </option>
          ))}
          {places.map((place) => (
            <optgroup key={place} label={place}>
              {colleagues
                .filter(({ institution }) => nameIn(language, institution) === place)
                .map(({ id, name }) => (
                  <option key={id} value={`person ${id}`}>
                    {nameIn(language, name)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </div>
      {(pins.length > 0 || pin !== '') && (
        <div className="field">
          <label htmlFor={`${ids}-pin`}>{say('consultation.what-about')}</label>
          <select id={`${ids}-pin`} value={pin} onChange={({ target }) => setPin(target.value)}>
            <option value="">{say('consultation.whole-case')}</option>
            {pins.map((one) => (
              <option key={keyOf(one)} value={keyOf(one)}>
                {pinWords(one, say)}
              </option>
            ))}
          </select>
        </div>
      )}
      <p className="soft small">{say('consultation.quiet')}</p>
      {hasWords ? (
        <>
          {ask.error && <TroubleNotice error={ask.error} />}
          <button
            type="button"
            className="button button--main"
            aria-disabled={ask.isPending}
            onClick={() => !ask.isPending && void send().catch(() => undefined)}
          >
            {say('consultation.send-question')}
          </button>
        </>
      ) : (
        <RemarkForm
          label={say('consultation.your-question')}
          keptAs={`r:${referral}:ask`}
          begins="words"
          onSaid={send}
        />
      )}
    </section>
  );
}

const keyOf = (pin: PinShown): string =>
  pin.on === 'finding'
    ? `finding ${pin.type} ${pin.name}`
    : pin.on === 'document'
      ? `document ${pin.upload}`
      : `image ${pin.annotation}`;

function askedPin(key: string, pins: readonly PinShown[]): PinAsked | undefined {
  const found = pins.find((one) => keyOf(one) === key);
  if (!found) return key.startsWith('image ') ? { on: 'image', annotation: key.slice(6) } : undefined;
  switch (found.on) {
    case 'finding':
      return { on: 'finding', type: found.type, name: found.name };
    case 'document':
      return { on: 'document', upload: found.upload };
    case 'image':
      return { on: 'image', annotation: found.annotation };
  }
}
