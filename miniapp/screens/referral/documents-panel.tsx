import { useSearch } from 'wouter';
import type { DocumentShown } from '#src/contract/documents.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { useDocuments } from '../../api/answers.ts';
import { useSay } from '../../words/words.ts';
import { DocumentCard } from './document-card.tsx';

/** What was read of the files and waits for somebody, the gravest first. What is only filed stands with the files. */
export function DocumentsPanel({ referral: { id, files } }: { readonly referral: ReferralShown }) {
  const say = useSay();
  const { data } = useDocuments(id);
  const asked = new URLSearchParams(useSearch()).get('file');
  if (files.length === 0 || !data) return null;
  const reading = data.filter(({ state }) => state === 'reading');
  const told = data.filter(isWorthTelling).sort((one, other) => weight(one) - weight(other));
  if (reading.length === 0 && told.length === 0) return null;
  return (
    <section className="card stack" aria-label={say('documents.title')}>
      <h2>{say('documents.title')}</h2>
      {told.some(({ mayAnswer }) => mayAnswer) && <p className="soft">{say('documents.help')}</p>}
      {reading.length > 0 && (
        <p className="soft" role="status">
          {say('documents.reading', { n: reading.length })}
        </p>
      )}
      {reading.map((each) => (
        <ReadingLine key={each.id} shown={each} />
      ))}
      {told.map((each) => (
        <DocumentCard key={each.id} referral={id} shown={each} asked={each.id === asked} />
      ))}
    </section>
  );
}

/** How far a long one is. A short one is read before there is anything to show. */
function ReadingLine({ shown: { name, progress } }: { readonly shown: DocumentShown }) {
  const say = useSay();
  if (!progress) return null;
  const { page, pages } = progress;
  return (
    <div className="stack stack--tight">
      <p className="small">
        <bdi className="file__name">{name}</bdi> · {say('documents.page', { page, pages })}
      </p>
      <progress max={pages} value={page} aria-label={say('documents.progress', { name })} />
    </div>
  );
}

const order: readonly DocumentShown['state'][] = ['stopped', 'needs-person', 'read', 'refused', 'filed'];
const weight = ({ state }: DocumentShown): number => order.indexOf(state);

const isWorthTelling = ({ state, facts }: DocumentShown): boolean =>
  state === 'stopped' || state === 'needs-person' || state === 'read' || state === 'refused' || facts.length > 0;
