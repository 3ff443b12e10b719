import { useState } from 'react';
import type { MomentShown, RecordShown } from '#src/contract/record.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { spokenWhen } from '../referral/course-and-time.ts';
import { Places } from './places.tsx';

const atOnce = 12;

/** What happened and what came, across institutions, the newest first. */
export function TimelinePanel({ record: { timeline } }: { readonly record: RecordShown }) {
  const { say } = useSpeech();
  const [all, setAll] = useState(false);
  if (timeline.length === 0) return null;
  const shown = all ? timeline : timeline.slice(0, atOnce);
  return (
    <section className="card" aria-label={say('record.timeline')}>
      <h2>{say('record.timeline')}</h2>
      <ul className="findings known__list">
        {shown.map((moment, index) => (
          // Two moments may say the same; their order on the page never changes.
          <li key={`${index}-${moment.place.reference}`}>
            <Line moment={moment} />
          </li>
        ))}
      </ul>
      {!all && timeline.length > atOnce && (
        <button type="button" className="button button--wide" onClick={() => setAll(true)}>
          {say('record.timeline.all', { n: timeline.length })}
        </button>
      )}
    </section>
  );
}

function Line({ moment: { at, kind, name, detail, place } }: { readonly moment: MomentShown }) {
  const { say, language } = useSpeech();
  const sort =
    kind === 'note' || kind === 'outcome' || kind === 'change' || kind === 'correction'
      ? say(`record.source.${kind}`)
      : kind === 'document'
        ? say('record.source.file')
        : undefined;
  return (
    <>
      <p className="known__line">
        <span className="small soft">{at ? spokenWhen(at, language) : say('record.no-day')}</span>
        {sort && <span className="mark">{sort}</span>}
        <span>{name}</span>
        {detail && <span className="small">{detail}</span>}
        {place.institution && <span className="small soft">{nameIn(language, place.institution)}</span>}
      </p>
      <Places places={[place]} />
    </>
  );
}
