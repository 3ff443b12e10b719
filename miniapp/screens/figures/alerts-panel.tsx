import { Link } from 'wouter';
import type { HotlineFigures } from '#src/contract/figures.ts';
import { useDesk } from '../../desk.ts';
import { useSay } from '../../words/words.ts';
import { cellWords } from './cell-words.ts';

/** Alerts beside what people can bear of them; over the budget is said in words. */
export function AlertsPanel({ alerts }: { readonly alerts: HotlineFigures['alerts'] }) {
  const say = useSay();
  const { session } = useDesk();
  const keepsRules = session.me?.works.some(({ roles }) => roles.includes('administrator')) === true;
  return (
    <section className="card stack stack--tight" aria-label={say('figures.alerts')}>
      <h3>{say('figures.alerts')}</h3>
      <ul className="house-list">
        {alerts.map((one) => (
          <AlertLine key={one.tier} alert={one} />
        ))}
      </ul>
      {keepsRules && (
        <p className="small">
          <Link href="/rules">{say('rules.title')}</Link>
        </p>
      )}
    </section>
  );
}

function AlertLine({ alert: { tier, raised, answered, per100, budget } }: AlertProps) {
  const say = useSay();
  const isOver = per100 !== undefined && per100 > budget;
  return (
    <li>
      <div className="row row--apart">
        <strong>{say(`figures.tier.${tier}`)}</strong>
        <span className={isOver ? 'mark mark--late' : 'mark'}>
          {per100 === undefined
            ? say('figures.budget', { budget })
            : say(isOver ? 'figures.over-budget' : 'figures.in-budget', { n: per100, budget })}
        </span>
      </div>
      <p className="small soft">
        {say('figures.alerts.line', { shown: cellWords(raised, say), answered: cellWords(answered, say) })}
      </p>
    </li>
  );
}

type AlertProps = { readonly alert: HotlineFigures['alerts'][number] };
