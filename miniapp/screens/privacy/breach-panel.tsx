import { useState } from 'react';
import type { BreachShown, DrillShown, PrivacyDesk } from '#src/contract/privacy.ts';
import { useDrill, usePrivacyDeeds } from '../../api/privacy.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKeptFields } from '../../keeping/use-kept-fields.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';
import { dayIn } from './day.ts';
import { Choice, Words } from './fields.tsx';

const facts = ['what', 'how', 'cause', 'contained', 'harm', 'steps'] as const;

/** The register of breaches: the facts a notice needs, who is affected, the draft, and the decision. */
export function BreachPanel({ desk }: { readonly desk: PrivacyDesk }) {
  const { say } = useSpeech();
  const [noting, setNoting] = useState(false);
  return (
    <section className="card stack" aria-label={say('privacy.breaches')}>
      <h2>{say('privacy.breaches')}</h2>
      {desk.breaches.length === 0 && <p className="soft">{say('privacy.breaches.none')}</p>}
      {desk.breaches.map((breach) => (
        <BreachCard key={breach.id} breach={breach} />
      ))}
      {noting ? (
        <NewBreach desk={desk} done={() => setNoting(false)} />
      ) : (
        <div>
          <button type="button" className="button" onClick={() => setNoting(true)}>
            {say('privacy.breach.new')}
          </button>
        </div>
      )}
    </section>
  );
}

function BreachCard({ breach }: { readonly breach: BreachShown }) {
  const { say, language } = useSpeech();
  const { close } = usePrivacyDeeds();
  const drill = useDrill();
  const [why, setWhy] = useState('');
  const decide = (notify: boolean) => why.trim() && close.mutate({ id: breach.id, notify, why });
  return (
    <article className="stack stack--tight request" aria-label={breach.facts.what}>
      <h3>
        <bdi>{breach.facts.what}</bdi>
      </h3>
      <p className="soft">
        {nameIn(language, breach.institution)} · {say('privacy.breach.found', { at: dayIn(breach.foundAt, language) })}
      </p>
      <div>
        <button type="button" className="button" onClick={() => drill.mutate(breach.id)}>
          {say('privacy.breach.drill')}
        </button>
      </div>
      {drill.error && <TroubleNotice error={drill.error} />}
      {drill.data && <Drill drill={drill.data} />}
      {breach.closed ? (
        <p>
          {say(breach.closed.notify ? 'privacy.breach.notified' : 'privacy.breach.not-notified')} ·{' '}
          <bdi>{breach.closed.why}</bdi>
        </p>
      ) : (
        <>
          <Words label={say('privacy.breach.why')} value={why} onChange={setWhy} />
          {close.error && <TroubleNotice error={close.error} />}
          <div className="row">
            <button type="button" className="button" aria-disabled={!why.trim()} onClick={() => decide(true)}>
              {say('privacy.breach.notify')}
            </button>
            <button type="button" className="button" aria-disabled={!why.trim()} onClick={() => decide(false)}>
              {say('privacy.breach.keep')}
            </button>
          </div>
        </>
      )}
    </article>
  );
}

function Drill({ drill: { reach, draft } }: { readonly drill: DrillShown }) {
  const { say, has } = useSpeech();
  // The parts of the form have no gaps; one this page does not know is shown as it is.
  const part = (name: string) =>
    has(`breach.form.${name}`) ? (say as (key: Key) => string)(`breach.form.${name}` as Key) : name;
  return (
    <div className="notice">
      <div className="stack stack--tight">
        <strong>{say('privacy.breach.reach', { n: reach.patients.length, entries: reach.entries })}</strong>
        <ul className="stack stack--tight">
          {reach.patients.map(({ patient, referrals, read }) => (
            <li key={patient} className="small">
              <bdi>{referrals.length > 0 ? referrals.join(', ') : patient}</bdi> ·{' '}
              {Object.entries(read)
                .map(([what, times]) => `${what} ×${times}`)
                .join(', ')}
            </li>
          ))}
        </ul>
        <h4>{say('privacy.breach.draft')}</h4>
        <dl className="facts">
          {draft.map(({ part: name, says }) => (
            <div key={name}>
              <dt>{part(name)}</dt>
              <dd>
                <bdi>{says}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

const nothingSaid: Record<(typeof facts)[number], string> = {
  what: '',
  how: '',
  cause: '',
  contained: '',
  harm: '',
  steps: '',
};

function NewBreach({ desk, done }: { readonly desk: PrivacyDesk; readonly done: () => void }) {
  const { say, language } = useSpeech();
  const { note } = usePrivacyDeeds();
  const [institution, setInstitution] = useState(desk.institutions[0]?.id ?? '');
  const [person, setPerson] = useState('');
  const { fields: said, type, kept } = useKeptFields('breach:new', nothingSaid);
  const ready = said.what.trim() !== '' && !note.isPending;
  const anyone = { value: '', words: say('privacy.breach.anyone') };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        note.mutate(
          { institution, foundAt: new Date().toISOString(), select: person ? { person } : {}, facts: said },
          {
            onSuccess: () => {
              kept.forget();
              done();
            },
          },
        );
      }}
    >
      <Choice
        label={say('privacy.breach.where')}
        value={institution}
        options={desk.institutions.map(({ id, name }) => ({ value: id, words: nameIn(language, name) }))}
        onChange={setInstitution}
      />
      <Choice
        label={say('privacy.breach.who')}
        value={person}
        options={[anyone, ...desk.people.map(({ id, name }) => ({ value: id, words: nameIn(language, name) }))]}
        onChange={setPerson}
      />
      {facts.map((fact) => (
        <Words
          key={fact}
          label={say(`breach.form.${fact}`)}
          value={said[fact]}
          onChange={(words) => type({ [fact]: words })}
        />
      ))}
      <StillHere kept={kept} />
      {note.error && <TroubleNotice error={note.error} />}
      <div className="row">
        <button type="submit" className="button button--main" aria-disabled={!ready}>
          {say('privacy.breach.note')}
        </button>
        <button type="button" className="button" onClick={done}>
          {say('privacy.back')}
        </button>
      </div>
    </form>
  );
}
