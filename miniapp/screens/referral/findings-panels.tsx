import type { FindingShown, ReferralShown } from '#src/contract/referral.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';
import { FindingRow } from './finding-row.tsx';
import { namesOneThing } from './what-is-named.ts';

/** Problems, medicines, results, the rest; what is not sure says so at the top and at its own place. */
export function FindingsPanels({ referral }: { readonly referral: ReferralShown }) {
  const say = useSay();
  const { findings, medicationsSaid, hidden } = referral;
  // Not shared is another thing than none.
  const empty = (part: ReferralShown['hidden'][number], otherwise: string) =>
    hidden.includes(part) ? say('hidden.title') : otherwise;
  const none = say('referral.none-given');
  const of = (...types: readonly FindingShown['type'][]) =>
    findings.filter((one) => types.includes(one.type) && namesOneThing(one));
  const unsure = findings.filter(({ sure, status }) => !sure && status !== 'absent').length;
  const others = of('procedure', 'encounter', 'image', 'instruction');
  const noMedicines = medicationsSaid === 'given' ? none : say(`referral.said.${medicationsSaid}`);
  return (
    <>
      {unsure > 0 && (
        <div className="notice notice--doubt" role="note">
          <DoubtIcon />
          <div>{say('finding.unsure.ask', { n: unsure })}</div>
        </div>
      )}
      <Panel title={say('referral.problems')} findings={of('problem')} empty={empty('problems', none)} />
      <Panel title={say('referral.medicines')} findings={of('medication')} empty={empty('medicines', noMedicines)} />
      <Panel title={say('referral.results')} findings={of('result', 'vital')} empty={empty('results', none)} />
      {others.length > 0 && <Panel title={say('referral.others')} findings={others} empty="" />}
    </>
  );
}

type PanelProps = { readonly title: string; readonly findings: readonly FindingShown[]; readonly empty: string };

function Panel({ title, findings, empty }: PanelProps) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {findings.length === 0 ? (
        <p className="soft">{empty}</p>
      ) : (
        <ul className="findings">
          {findings.map((finding, index) => (
            // Findings have no number of their own; a new one changes the name or comes last.
            <li key={`${index}-${finding.name}`}>
              <FindingRow finding={finding} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
