import type { FormEvent } from 'react';
import type { ReferralShown } from '#src/contract/referral.ts';
import { useDeed } from '../../api/answers.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** The words everything was read from; while it is a draft, a few more can be added. */
export function NotesPanel({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { notes, state } = referral;
  if (notes.length === 0 && state !== 'draft') return null;
  return (
    <section className="card stack" aria-label={say('referral.notes')}>
      <h2>{say('referral.notes')}</h2>
      {notes.map((note) => (
        <figure key={`${note.at}${note.text.length}`}>
          <figcaption className="small soft">
            {nameIn(language, note.by)} · {spokenTime(note.at, now, language, say)}
          </figcaption>
          <blockquote className="quote words">{note.text}</blockquote>
        </figure>
      ))}
      {state === 'draft' && <NoteForm id={referral.id} />}
    </section>
  );
}

function NoteForm({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const kept = useKept(`r:${id}:note`);
  const { text } = kept;
  const add = useDeed<string>(id, (client, words) => client.addNote(id, words));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && !add.isPending) void add.mutateAsync(text.trim()).then(kept.forget, () => undefined);
  };
  return (
    <form className="stack stack--tight" onSubmit={onSubmit}>
      <div className="field field--short">
        <label htmlFor="note">{say('note.label')}</label>
        <textarea
          id="note"
          aria-describedby="note-help"
          value={text}
          maxLength={20_000}
          onChange={({ target }) => kept.type(target.value)}
        />
        <StillHere kept={kept} />
        <p className="small soft" id="note-help">
          {say('note.help')}
        </p>
      </div>
      {add.error && <TroubleNotice error={add.error} />}
      <div>
        <button type="submit" className="button" aria-disabled={add.isPending}>
          {say('note.add')}
        </button>
      </div>
    </form>
  );
}
