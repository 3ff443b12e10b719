import type { ConsultationLine, PinShown, ThreadShown } from '#src/contract/consultation.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { ClockIcon } from '../../parts/icons.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { type Say, type Speech, useSpeech } from '../../words/words.ts';

type Head = Pick<ThreadShown, 'by' | 'mine' | 'of' | 'state' | 'due' | 'seenBy'>;

/** Who asks whom, as a sentence. */
export function whoAsks({ by, mine, of }: Head, { say, language }: Speech): string {
  const who = nameIn(language, by);
  if (!of) return mine ? say('consultation.you-on-image') : say('consultation.on-image', { who });
  const whom = nameIn(language, of.person ?? of.place);
  if (mine) return say('consultation.you-ask', { whom });
  return of.isMe ? say('consultation.to-you', { who }) : say('consultation.to-other', { who, whom });
}

/** What it points at, in words. */
export function pinWords(pin: PinShown, say: Say): string {
  switch (pin.on) {
    case 'finding':
      return pin.name;
    case 'document':
      return say('consultation.pin.document', { name: pin.name });
    case 'image':
      return pin.text ? say('consultation.pin.image-text', { text: pin.text }) : say('consultation.pin.image');
  }
}

/** How far it is, in words with a weight of its own: what waits stands out, what is done does not. */
export function ThreadMark({ state }: Pick<ConsultationLine, 'state'>) {
  const { say } = useSpeech();
  const look =
    state === 'asked' || state === 'seen' ? 'mark mark--bold' : state === 'answered' ? 'mark mark--deep' : 'mark';
  return <span className={look}>{say(`consultation.state.${state}`)}</span>;
}

/** Until when an answer is wanted, or that nobody gave one in time; and who read it. */
export function ThreadDue({ due, seenBy, mine }: Head) {
  const { say, language } = useSpeech();
  const now = useNow();
  if (!due) return null;
  const late = new Date(due) <= now;
  const at = spokenTime(due, now, language, say);
  return (
    <span className={late ? 'late row small' : 'soft row small'}>
      {late && <ClockIcon size={16} />}
      <span>
        {late && mine && `${say('consultation.late')}. `}
        <time dateTime={due}>{say(late ? 'consultation.wanted-by' : 'consultation.answer-by', { at })}</time>
        {seenBy && (
          <>
            {' · '}
            {say('consultation.read-by', {
              who: nameIn(language, seenBy.who),
              at: spokenTime(seenBy.at, now, language, say),
            })}
          </>
        )}
      </span>
    </span>
  );
}
