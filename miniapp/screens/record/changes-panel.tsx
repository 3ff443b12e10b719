import type { FormEvent } from 'react';
import type { ChangesShown, RecordShown, UpdateAsked } from '#src/contract/record.ts';
import { useUpdate } from '../../api/answers.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** What clinicians changed after the signature: before, after, by whom; and the place to tell a change of one's own. */
export function ChangesPanel({
  id,
  record: { changes, mayUpdate },
}: {
  readonly id: string;
  readonly record: RecordShown;
}) {
  const { say } = useSpeech();
  if (changes.length === 0 && !mayUpdate) return null;
  return (
    <section className="card stack" aria-label={say('record.changed')}>
      <h2>{say('record.changed')}</h2>
      {changes.map((one) => (
        <Word key={one.id} word={one} />
      ))}
      {mayUpdate && <UpdateForm id={id} />}
    </section>
  );
}

function Word({ word: { kind, by, at, words, changes } }: { readonly word: ChangesShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  return (
    <figure>
      <figcaption className="small soft">
        {say(`record.source.${kind}`)} · {nameIn(language, by)} ·{' '}
        <time dateTime={at}>{spokenTime(at, now, language, say)}</time>
      </figcaption>
      <blockquote className="quote words">{words}</blockquote>
      {changes.length === 0 ? (
        <p className="small soft">{say('record.changed.none')}</p>
      ) : (
        <ul className="findings known__list">
          {changes.map(({ name, how, before, after, level }) => (
            <li key={`${how}${name}`}>
              <p className="known__line">
                <span className={level === 'stop' ? 'mark mark--strong' : 'mark mark--bold'}>
                  {say(`record.how.${how}`)}
                </span>
                <span className="finding__name">{name}</span>
              </p>
              {before && <p className="small">{say('record.before', { what: before })}</p>}
              {after && <p className="small">{say('record.after', { what: after })}</p>}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

function UpdateForm({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const kept = useKept(`r:${id}:update`);
  const words = kept.text;
  const update = useUpdate(id);
  const keep = (kind: UpdateAsked['kind']) => {
    if (!words.trim() || update.isPending) return;
    // By the promise: it is forgotten also when the screen was left meanwhile. A failure is shown below the field.
    void update.mutateAsync({ kind, words: words.trim() }).then(
      () => {
        kept.forget();
        tell(say('record.update.done'));
      },
      () => undefined,
    );
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    keep('change');
  };
  return (
    <details>
      <summary>{say('record.update')}</summary>
      <form className="stack stack--tight" onSubmit={onSubmit}>
        <div className="field field--short">
          <label htmlFor="update">{say('record.update.words')}</label>
          <textarea
            id="update"
            aria-describedby="update-help"
            value={words}
            maxLength={2_000}
            onChange={({ target }) => kept.type(target.value)}
          />
          <StillHere kept={kept} />
          <p className="small soft" id="update-help">
            {say('record.update.help')}
          </p>
        </div>
        {update.error && <TroubleNotice error={update.error} />}
        <div className="row">
          <button type="submit" className="button button--main" aria-disabled={update.isPending}>
            {say('record.update.change')}
          </button>
          <button type="button" className="button" aria-disabled={update.isPending} onClick={() => keep('correction')}>
            {say('record.update.correction')}
          </button>
        </div>
      </form>
    </details>
  );
}
