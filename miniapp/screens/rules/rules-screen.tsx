import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../../desk.ts';
import { CheckIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

/** Rules that clinicians go on in spite of too often: for whoever keeps the knowledge to look at. No patient is named here. */
export function RulesScreen() {
  const say = useSay();
  const { client } = useDesk();
  const { data, error, refetch } = useQuery({ queryKey: ['rules'], queryFn: client.rulesForReview });
  return (
    <Screen title={say('rules.title')} deep>
      {error ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : !data ? (
        <Waiting />
      ) : data.rules.length === 0 ? (
        <State
          icon={<CheckIcon size={40} />}
          title={say('rules.none')}
          help={say('rules.version', { version: data.version })}
        />
      ) : (
        <div className="stack">
          <p className="soft">{say('rules.version', { version: data.version })}</p>
          <ul className="stack stack--tight" aria-label={say('rules.title')}>
            {data.rules.map(({ rule, raised, overridden, overriddenPercent }) => (
              <li key={rule} className="card">
                <h2>{rule}</h2>
                <p>{say('rules.line', { overridden, raised, percent: overriddenPercent })}</p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Screen>
  );
}
