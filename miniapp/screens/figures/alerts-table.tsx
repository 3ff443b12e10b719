import { Link } from 'wouter';
import type { HotlineFigures } from '#src/contract/figures.ts';
import { useDesk } from '../../desk.ts';
import { useSay } from '../../words/words.ts';
import { cellWords } from './cell-words.ts';
import { FiguresTable } from './figures-table.tsx';

/** Alerts beside what people can bear of them; over the budget is said in words. */
export function AlertsTable({ alerts }: { readonly alerts: HotlineFigures['alerts'] }) {
  const say = useSay();
  const { session } = useDesk();
  const keepsRules = session.me?.works.some(({ roles }) => roles.includes('administrator')) === true;
  return (
    <div className="stack stack--tight">
      <FiguresTable
        title={say('figures.alerts')}
        heads={[say('figures.tier'), say('figures.shown'), say('figures.gone-on'), say('figures.per100')]}
        rows={alerts.map(({ tier, raised, answered, per100, budget }) => [
          say(`figures.tier.${tier}`),
          cellWords(raised, say),
          cellWords(answered, say),
          per100 === undefined
            ? say('figures.budget', { budget })
            : say(per100 > budget ? 'figures.over-budget' : 'figures.in-budget', { n: per100, budget }),
        ])}
      />
      {keepsRules && (
        <p className="small">
          <Link href="/rules">{say('rules.title')}</Link>
        </p>
      )}
    </div>
  );
}
