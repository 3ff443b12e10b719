import { Link } from 'wouter';
import { useQuestionsWaiting } from '../api/consultations.ts';
import { useSay } from '../words/words.ts';
import { AskIcon } from './icons.tsx';

/** On the first screen: that somebody waits for an answer. Nothing is shown while nobody does. */
export function QuestionsWaiting() {
  const say = useSay();
  const { data } = useQuestionsWaiting();
  if (!data || data.waiting === 0) return null;
  return (
    <Link href="/consultation" className={data.late > 0 ? 'line line--late waits' : 'line waits'}>
      <span className="row">
        <AskIcon />
        <strong>
          {data.waiting === 1 ? say('consultation.wait-one') : say('consultation.wait-many', { n: data.waiting })}
        </strong>
        {data.late > 0 && <span className="late">{say('consultation.wait-late', { n: data.late })}</span>}
      </span>
    </Link>
  );
}
