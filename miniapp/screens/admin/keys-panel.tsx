import type { WorksShown } from '#src/contract/admin.ts';
import { hongKongDate, spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { type Key, useSpeech } from '../../words/words.ts';

/** Which keys are in use, how old they are and who keeps the first one. Ids only: what a key is never leaves the vault. */
export function KeysPanel({ keys }: { readonly keys: WorksShown['keys'] }) {
  const { say, language, has } = useSpeech();
  const now = useNow();
  const day = (iso: string | undefined) => (iso ? hongKongDate(new Date(iso), language, false) : '–');
  const provider = `admin.keys.provider.${keys.provider}`;
  // Providers have no gaps; one this page does not know is shown as it is.
  const keeper = has(provider) ? (say as (key: Key) => string)(provider) : keys.provider;
  return (
    <section className="card stack" aria-label={say('admin.keys')}>
      <h2>{say('admin.keys')}</h2>
      <p>
        {say('admin.keys.provider', { what: keeper })}
        <br />
        <span className="soft">
          {keys.rotatedAt
            ? say('admin.keys.rotated', { at: spokenTime(keys.rotatedAt, now, language, say) })
            : say('admin.keys.never-rotated')}
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="wide" tabIndex={0} aria-label={say('admin.keys')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('admin.keys.kind')}</th>
              <th scope="col" className="number">
                {say('admin.keys.count')}
              </th>
              <th scope="col">{say('admin.keys.newest')}</th>
              <th scope="col">{say('admin.keys.oldest')}</th>
            </tr>
          </thead>
          <tbody>
            {keys.standing.map(({ kind, count, newest, oldestAt }) => (
              <tr key={kind}>
                <th scope="row">{say(`admin.keys.kind.${kind}`)}</th>
                <td className="number">{count}</td>
                <td>
                  {day(newest?.at)} <span className="print soft">{newest?.id.slice(0, 12)}</span>
                </td>
                <td>{day(oldestAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="small soft">{say('admin.keys.change')}</p>
    </section>
  );
}
