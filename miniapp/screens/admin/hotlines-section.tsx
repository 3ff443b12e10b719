import type { AdminHotline } from '#src/contract/admin.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';
import { FromFile } from './from-file.tsx';

/** The hotlines that receive at the administrator's institutions: group, receivers, cover. */
export function HotlinesSection({ hotlines }: { readonly hotlines: readonly AdminHotline[] }) {
  const { say } = useSpeech();
  return (
    <div className="stack">
      {hotlines.length === 0 && <p className="soft">{say('admin.hotlines.none')}</p>}
      <div className="house-columns">
        {hotlines.map((line) => (
          <HotlineCard key={line.id} line={line} />
        ))}
      </div>
      <FromFile file="config/hotlines.yaml" />
    </div>
  );
}

function HotlineCard({ line }: { readonly line: AdminHotline }) {
  const { say, language, has } = useSpeech();
  // Urgencies have no gaps; one this page does not know is shown as it is.
  const urgency = (word: string) =>
    has(`urgency.${word}`) ? (say as (key: Key) => string)(`urgency.${word}` as Key) : word;
  return (
    <section className="card stack stack--tight" aria-label={nameIn(language, line.name)}>
      <h2>{nameIn(language, line.name)}</h2>
      {line.resting && <p className="mark mark--late">{say('admin.hotline.resting')}</p>}
      <p>{say('admin.hotline.to', { place: nameIn(language, line.receiving) })}</p>
      <p className="small soft">{say(line.bound ? 'admin.hotline.bound' : 'admin.hotline.unbound')}</p>
      <dl className="pairs">
        <dt>{say('admin.hotline.first')}</dt>
        <Hands hands={line.receivers} />
        <dt>{say('admin.hotline.duty')}</dt>
        {line.onDuty.length > 0 ? (
          <Hands hands={line.onDuty} />
        ) : (
          <dd className="soft">{say('admin.hotline.duty.none')}</dd>
        )}
        <dt>{say('admin.hotline.cover')}</dt>
        <Hands hands={line.cover} />
        <dt>{say('admin.hotline.urgencies')}</dt>
        <dd>{line.urgencies.map(urgency).join(', ')}</dd>
      </dl>
    </section>
  );
}

function Hands({ hands }: { readonly hands: AdminHotline['receivers'] }) {
  const { say, language } = useSpeech();
  return (
    <dd>
      {hands.map(({ name, off }) => (
        <span key={name.en} className="row">
          {nameIn(language, name)} {off && <span className="mark mark--late">{say('admin.is-off')}</span>}
        </span>
      ))}
    </dd>
  );
}
