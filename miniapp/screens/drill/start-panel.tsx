import { useState } from 'react';
import type { DrillDesk } from '#src/contract/drill.ts';
import { useDrillDeeds } from '../../api/drill.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { Choice } from '../privacy/fields.tsx';

/** Choose the hotline and who writes; what it reaches is said before it begins. */
export function StartPanel({ lines }: { readonly lines: DrillDesk['lines'] }) {
  const { say, language } = useSpeech();
  const { start } = useDrillDeeds();
  const [hotline, setHotline] = useState(lines[0]?.hotline ?? '');
  const [author, setAuthor] = useState('');
  const line = lines.find((one) => one.hotline === hotline);
  const writes = line?.authors.find(({ id }) => id === author) ?? line?.authors[0];
  if (!line || !writes)
    return (
      <section className="card" aria-label={say('drill.start')}>
        <h2>{say('drill.start')}</h2>
        <p className="soft">{say('drill.none')}</p>
      </section>
    );
  return (
    <form
      className="card stack"
      aria-label={say('drill.start')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!start.isPending) start.mutate({ hotline: line.hotline, author: writes.id });
      }}
    >
      <h2>{say('drill.start')}</h2>
      <Choice
        label={say('drill.hotline')}
        value={line.hotline}
        options={lines.map((one) => ({ value: one.hotline, words: nameIn(language, one.name) }))}
        onChange={setHotline}
      />
      <Choice
        label={say('drill.author')}
        value={writes.id}
        options={line.authors.map(({ id, name }) => ({ value: id, words: nameIn(language, name) }))}
        onChange={setAuthor}
      />
      <p className="small soft">
        {say('drill.people', { people: line.people.map((one) => nameIn(language, one)).join(', ') })}{' '}
        {say(line.group ? 'drill.group' : 'drill.no-group')} {say('drill.minutes', { n: line.minutes })}
      </p>
      {start.error && <TroubleNotice error={start.error} />}
      <div>
        <button type="submit" className="button button--main" aria-disabled={start.isPending}>
          {say('drill.start')}
        </button>
      </div>
    </form>
  );
}
