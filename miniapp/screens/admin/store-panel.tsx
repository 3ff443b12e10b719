import type { WorksShown } from '#src/contract/admin.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { useSpeech } from '../../words/words.ts';

export function StorePanel({ store }: { readonly store: WorksShown['store'] }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { inbox, errands } = store;
  return (
    <section className="card stack" aria-label={say('admin.store')}>
      <h2>{say('admin.store')}</h2>
      <dl className="pairs">
        <dt>{say('admin.store.version')}</dt>
        <dd>{store.version}</dd>
        <dt>{say('admin.store.size')}</dt>
        <dd>{say('admin.store.megabytes', { n: store.megabytes, migrations: store.migrations })}</dd>
        <dt>{say('admin.store.inbox')}</dt>
        <dd>
          {inbox.oldestAt
            ? say('admin.store.oldest', { n: inbox.waiting, at: spokenTime(inbox.oldestAt, now, language, say) })
            : inbox.waiting}
        </dd>
        <dt>{say('admin.store.aside')}</dt>
        <dd>{inbox.aside}</dd>
        <dt>{say('admin.store.errands')}</dt>
        <dd>{errands.waiting}</dd>
        <dt>{say('admin.store.unknown')}</dt>
        <dd>{errands.unknown}</dd>
        <dt>{say('admin.store.dropped')}</dt>
        <dd>{errands.dropped}</dd>
      </dl>
    </section>
  );
}
