import type { SafetyShown } from '#src/contract/referral.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Standing } from '#src/usecases/safety/alerts-on.ts';
import { namedPerson } from './referral-shape.ts';

/** What the safety net says, as the screen shows it. */
export const safetyShape = ({ alerts, unrecognised, unknown }: Standing, house: House): SafetyShown => ({
  unrecognised: [...unrecognised],
  unknown: [...unknown],
  alerts: alerts.map(({ key, tier, kind, subjects, why, do: what, rule, source, version, existing, acknowledged }) => ({
    key,
    tier,
    kind,
    subjects: [...subjects],
    why,
    do: what,
    rule,
    source,
    version,
    ...(existing ? { existing: { test: existing.test, value: existing.value, at: existing.at } } : {}),
    ...(acknowledged
      ? {
          acknowledged: {
            by: namedPerson(house, acknowledged.by),
            at: acknowledged.at.toISOString(),
            reason: acknowledged.reason,
            ...(acknowledged.words ? { words: acknowledged.words } : {}),
          },
        }
      : {}),
  })),
});
