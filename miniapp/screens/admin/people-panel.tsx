import { useState } from 'react';
import type { AdminPerson } from '#src/contract/admin.ts';
import { useAdminDeeds } from '../../api/admin.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';
import { FromFile } from './from-file.tsx';
import { SwitchSheet } from './switch-sheet.tsx';

/** Everybody of the administrator's institutions: what they are, how they are linked, and the two things that can be done at once. */
export function PeoplePanel({ people }: { readonly people: readonly AdminPerson[] }) {
  const { say } = useSpeech();
  return (
    <section className="card stack" aria-label={say('admin.people')}>
      <h2>
        {say('admin.people')} <span className="count">{people.length}</span>
      </h2>
      <ul className="house-list">
        {people.map((one) => (
          <PersonLine key={one.id} one={one} />
        ))}
      </ul>
      <FromFile file="config/people.yaml" />
    </section>
  );
}

function PersonLine({ one }: { readonly one: AdminPerson }) {
  const { say, language, has } = useSpeech();
  const { endSessions } = useAdminDeeds();
  const [asking, ask] = useState(false);
  const now = useNow();
  const name = nameIn(language, one.name);
  // Roles have no gaps; one this page does not know is shown as it is.
  const role = (word: string) => (has(`role.${word}`) ? (say as (key: Key) => string)(`role.${word}` as Key) : word);
  return (
    <li>
      <div className="row row--apart">
        <strong>{name}</strong>
        <span className="row">
          {one.me && <span className="mark">{say('admin.you')}</span>}
          {one.off && <span className="mark mark--late">{say('admin.is-off')}</span>}
          {one.left && <span className="mark mark--late">{say('admin.has-left')}</span>}
        </span>
      </div>
      {one.works.map(({ institution, roles }) => (
        <p key={institution.en} className="small">
          {nameIn(language, institution)} <span className="soft">· {roles.map(role).join(', ')}</span>
        </p>
      ))}
      <p className="small soft">
        {one.links.length === 0
          ? say('admin.link.none')
          : one.links.map(({ standing }) => say(`admin.link.${standing}`)).join(' · ')}
        <br />
        {one.sessions > 0 && one.seenAt
          ? say('admin.sessions', { n: one.sessions, at: spokenTime(one.seenAt, now, language, say) })
          : say('admin.sessions.none')}
      </p>
      {endSessions.error && <TroubleNotice error={endSessions.error} />}
      {!one.off && (
        <div className="row">
          <button
            type="button"
            className="button"
            aria-label={say('admin.off.name', { name })}
            onClick={() => ask(true)}
          >
            {say('admin.off')}
          </button>
          {one.sessions > 0 && !one.me && (
            <button
              type="button"
              className="button button--quiet"
              aria-label={say('admin.end-sessions.name', { name })}
              onClick={() => endSessions.mutate(one.id, { onSuccess: () => tell(say('admin.ended-sessions')) })}
            >
              {say('admin.end-sessions')}
            </button>
          )}
        </div>
      )}
      {asking && <SwitchSheet kind="person" id={one.id} name={name} close={() => ask(false)} />}
    </li>
  );
}
