import type { DocumentShown } from '#src/contract/documents.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { useDocuments } from '../../api/answers.ts';
import { useSay } from '../../words/words.ts';
import { DocumentCard } from './document-card.tsx';

/** What was read of the files and waits for somebody, the gravest first. What is only filed stands with the files. */
export function DocumentsPanel({ referral: { id, files } }: { readonly referral: ReferralShown }) {
  const say = useSay();
  const { data } = useDocuments(id);
  if (files.length === 0 || !data) return null;
  const reading = data.filter(({ state }) => state === 'reading').length;
  const told = data.filter(isWorthTelling).sort((one, other) => weight(one) - weight(other));
  if (reading === 0 && told.length === 0) return null;
  return (
    <section className="card stack" aria-label={say('documents.title')}>
      <h2>{say('documents.title')}</h2>
      {told.some(({ mayAnswer }) => mayAnswer) && <p className="soft">{say('documents.help')}</p>}
      {reading > 0 && (
        <p className="soft" role="status">
          {say('documents.reading', { n: reading })}
        </p>
      )}
      {told.map((each) => (
        <DocumentCard key={each.id} referral={id} shown={each} />
      ))}
    </section>
  );
}

const order: readonly DocumentShown['state'][] = ['stopped', 'needs-person', 'read', 'refused', 'filed'];
const weight = ({ state }: DocumentShown): number => order.indexOf(state);

const isWorthTelling = ({ state, facts }: DocumentShown): boolean =>
  state === 'stopped' || state === 'needs-person' || state === 'read' || state === 'refused' || facts.length > 0;
