import type { AdminDesk, SwitchShown } from '#src/contract/admin.ts';
import { useAdminDeeds } from '../../api/admin.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** Who and what is switched off at this moment, and was. */
export function OffPanel({ desk: { off, before } }: { readonly desk: AdminDesk }) {
  const { say } = useSpeech();
  const { on } = useAdminDeeds();
  return (
    <section className="card stack" aria-label={say('admin.off-now')}>
      <h2>
        {say('admin.off-now')} <span className="count">{off.length}</span>
      </h2>
      {off.length === 0 && <p className="soft">{say('admin.off-now.none')}</p>}
      {off.length > 0 && (
        <ul className="house-list">
          {off.map((one) => (
            <OffLine key={`${one.kind} ${one.id}`} one={one} again={() => on.mutate({ kind: one.kind, id: one.id })} />
          ))}
        </ul>
      )}
      {on.error && <TroubleNotice error={on.error} />}
      {before.length > 0 && (
        <details>
          <summary>
            {say('admin.before')} <span className="soft">{before.length}</span>
          </summary>
          <ul className="house-list">
            {before.map((one) => (
              <Earlier key={`${one.kind} ${one.id} ${one.since}`} one={one} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function OffLine({ one, again }: { readonly one: SwitchShown; readonly again: () => void }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const name = nameIn(language, one.name);
  return (
    <li>
      <div className="row row--apart">
        <strong>{name}</strong>
        <span className="mark mark--late">{say('admin.is-off')}</span>
      </div>
      <p>
        {say('admin.off-now.since', {
          at: spokenTime(one.since, now, language, say),
          who: nameIn(language, one.by),
          reason: say(`admin.reason.${one.reason}`),
        })}
      </p>
      {one.words && <p className="words soft">{one.words}</p>}
      <div>
        <button type="button" className="button" aria-label={say('admin.on.name', { name })} onClick={again}>
          {say('admin.on')}
        </button>
      </div>
    </li>
  );
}

function Earlier({ one }: { readonly one: SwitchShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  if (!one.on) return null;
  return (
    <li>
      <strong>{nameIn(language, one.name)}</strong>
      <p className="small soft">
        {say('admin.before.line', {
          from: spokenTime(one.since, now, language, say),
          until: spokenTime(one.on.at, now, language, say),
          who: nameIn(language, one.on.by),
          reason: say(`admin.reason.${one.reason}`),
        })}
      </p>
      {one.words && <p className="words small soft">{one.words}</p>}
    </li>
  );
}
