import { Link } from 'wouter';
import type { DocumentFound, FoundShown } from '#src/contract/find.ts';
import { useDesk } from '../../desk.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import { FileIcon } from '../../parts/icons.tsx';
import { ReferralLines } from '../../parts/referral-line.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { MarkedLine } from './marked-line.tsx';

/** What was found, patient by patient: the referrals first, then each document with its small picture and the line that was meant. */
export function FoundList({ found }: { readonly found: FoundShown }) {
  const { say } = useSpeech();
  return (
    <div className="stack">
      {found.patients.map(({ patient, referrals, documents }) => (
        <section key={referrals[0]?.id} className="stack stack--tight" aria-label={say('find.of', { patient })}>
          <h2 className="found__who">
            <bdi>{patient}</bdi>
          </h2>
          <ReferralLines lines={referrals} />
          {documents.length > 0 && (
            <ul className="found" aria-label={say('find.documents')}>
              {documents.map((one) => (
                <FoundDocument key={one.id} found={one} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

function FoundDocument({ found }: { readonly found: DocumentFound }) {
  const { say, language } = useSpeech();
  const { client } = useDesk();
  const { referral, code, file, kind, at, isDated, from, title, line, hasThumbnail } = found;
  const day = hongKongDate(new Date(at), language, false);
  const to = kind === 'imaging' ? `/r/${encodeURIComponent(referral)}/images` : `/r/${encodeURIComponent(referral)}`;
  return (
    <li>
      <Link href={to} className="line found__one">
        <span className="found__picture">
          {file && hasThumbnail ? (
            <img src={client.thumbnailAddress(referral, file)} alt="" width="72" height="72" loading="lazy" />
          ) : (
            <FileIcon size={26} />
          )}
        </span>
        <span className="found__words">
          <span className="row row--apart">
            <strong>{say(`find.kind.${kind}`)}</strong>
            <span className="soft small">{isDated ? day : say('find.came', { day })}</span>
          </span>
          {title && (
            <span className="small">
              <bdi>{title}</bdi>
            </span>
          )}
          {line && line.text !== title && <MarkedLine text={line.text} marks={line.marks} />}
          <span className="soft small">
            {nameIn(language, from)} · {code}
          </span>
        </span>
      </Link>
    </li>
  );
}
