import { type Key, useSay } from '../../words/words.ts';
import type { Change, Part } from './changes-between.ts';

const names = {
  patient: 'referral.patient',
  allergies: 'allergy.title',
  medicines: 'referral.medicines',
  problems: 'referral.problems',
  results: 'referral.results',
  reason: 'referral.reason',
  question: 'referral.question',
  history: 'referral.history',
  others: 'referral.others',
} as const satisfies Record<Part, Key>;

/** The difference of two versions, part by part: what stands there now, and what stood there before. */
export function ChangesList({ changes }: { readonly changes: readonly Change[] }) {
  const say = useSay();
  return (
    <dl className="differences">
      {changes.map(({ part, added, gone }) => (
        <div key={part}>
          <dt>{say(names[part])}</dt>
          {added.map((line) => (
            <dd key={`now ${line}`}>
              <span className="mark mark--bold">{say('signing.now')}</span> <ins>{line}</ins>
            </dd>
          ))}
          {gone.map((line) => (
            <dd key={`before ${line}`} className="soft">
              <span className="mark">{say('signing.before')}</span> <del>{line}</del>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
