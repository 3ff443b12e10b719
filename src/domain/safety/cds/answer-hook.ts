import { checkSafety } from '../check.ts';
import type { Safety } from '../compile.ts';
import { readCase } from '../read-case.ts';
import { type CdsCard, cardsFor, newAlerts } from './cards.ts';
import { caseOfHook } from './case-of-hook.ts';
import type { Hook } from './services.ts';

/** The cards for one call of a hook. A chart that is opened is told everything from caution up; an order only what the order brings. */
export function answerHook(
  safety: Safety,
  hook: Hook,
  request: { readonly context: unknown; readonly prefetch?: unknown },
  now: Date,
  uuid: (rule: string) => string,
): CdsCard[] {
  const { without, withDrafts, missing } = caseOfHook(request, now);
  const answer = checkSafety(safety, readCase(safety, withDrafts, now));
  if (hook === 'patient-view')
    return cardsFor({ ...answer, alerts: answer.alerts.filter(({ tier }) => tier !== 'note') }, missing, uuid);
  const before = checkSafety(safety, readCase(safety, without, now));
  return cardsFor({ ...answer, alerts: newAlerts(before.alerts, answer.alerts) }, missing, uuid);
}
