import { usePhone } from '../phone/phone-context.ts';
import { path } from '../world/ask.ts';
import { timeOf } from '../world/hong-kong-time.ts';
import { useKept } from '../world/kept.ts';
import { keyOf } from '../world/people.ts';
import { useAsked } from '../world/use-asked.ts';
import { itemsOf } from './shapes.ts';

/** A DING cannot be overlooked: it lies over everything until it is confirmed. */
export function DingBanner({ count }: { readonly count: number }) {
  const { who, app } = usePhone();
  // the count is in the address on purpose: a new DING is a new question
  const { data } = useAsked<unknown>(count > 0 ? path('dings', { ...who, count }) : null, ({ kind }) =>
    /ding/i.test(kind),
  );
  const [seen, setSeen] = useKept<readonly string[]>(`dings-seen.${keyOf(who)}`, []);
  const ding = itemsOf(data).findLast(({ id }) => !seen.includes(id));
  if (ding === undefined) return null;
  return (
    <div className="ding" role="alert">
      <p>
        <b>DING</b> {ding.from || app?.name} {BY[ding.channel] ?? ''}{' '}
        {ding.at !== undefined && <time>{timeOf(ding.at)}</time>}
      </p>
      <p className="ding-words">{ding.words || ding.title}</p>
      <button type="button" className="button" onClick={() => setSeen([...seen, ding.id])}>
        Confirm
      </button>
    </div>
  );
}

const BY: Readonly<Record<string, string>> = { 2: 'by SMS', 3: 'by phone' };
