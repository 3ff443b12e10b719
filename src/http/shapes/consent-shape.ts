import type { ConsentPanelShown } from '#src/contract/consent.ts';
import { decisionsOn, endedAt } from '#src/domain/consent/as-written.ts';
import { ownDecisionAge } from '#src/domain/consent/check-decision.ts';
import type { Consent } from '#src/domain/consent/consent.ts';
import { defaultDaysAfterReferral } from '#src/domain/consent/effective.ts';
import { ageAt } from '#src/domain/consent/hong-kong-dates.ts';
import type { House } from '#src/domain/house/house.ts';
import type { ClinicianId } from '#src/domain/ids.ts';
import type { BirthDate, ConsentGiven } from '#src/domain/referral/content.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { sharedWith, standingOf } from '#src/usecases/consent/what-is-shared.ts';
import { namedPerson, namedPlace } from './referral-shape.ts';

type Facts = {
  readonly referral: Referral;
  readonly decisions: readonly Consent[];
  readonly said: ConsentGiven | undefined;
  readonly birth: BirthDate | undefined;
  readonly mayRecord: boolean;
  readonly house: House;
  readonly now: Date;
};

/** What the panel on a referral shows. It holds what was decided, never what the record says. */
export function consentShape({
  referral,
  decisions: rows,
  said,
  birth,
  mayRecord,
  house,
  now,
}: Facts): ConsentPanelShown {
  const decisions = decisionsOn(rows, referral, said);
  // Nobody by name: what the receiving institution as a whole may see.
  const shared = sharedWith(decisions, referral, { clinician: '' as ClinicianId, institution: referral.to }, now);
  const about = decisions.filter((one) => one.referral === undefined || one.referral === referral.id);
  const last = about.filter((one) => !one.replaced).at(-1);
  const isOver = endedAt(referral) !== undefined;
  return {
    standing: standingOf(decisions, referral, now),
    to: namedPlace(house, referral.to),
    parts: [...shared.categories],
    ...(shared.until ? { until: shared.until.toISOString() } : {}),
    daysAfterReferral: defaultDaysAfterReferral,
    ...(last ? { last: lastShape(last, house) } : {}),
    mayRecord: mayRecord && !isOver,
    mayWithdraw: mayRecord && rows.some((one) => isLiveYes(one) && one.referral === referral.id),
    mayShowPage: mayRecord && birth !== undefined,
    isChild: birth !== undefined && ageAt(birth.iso, now) < ownDecisionAge,
    version: referral.version,
  };
}

const isLiveYes = (one: Consent): boolean => one.decision === 'given' && !one.withdrawn && !one.replaced;

function lastShape(last: Consent, house: House): NonNullable<ConsentPanelShown['last']> {
  const by = last.withdrawn ? last.withdrawn.by : last.recordedBy;
  const { how } = last;
  return {
    what: last.withdrawn ? 'withdrawn' : last.decision,
    how: how.way,
    at: (last.withdrawn?.at ?? last.recordedAt).toISOString(),
    ...(by === 'patient' ? {} : { by: namedPerson(house, by) }),
    wording: last.wording,
    ...(how.way === 'spoken' ? { witness: how.witness } : {}),
    ...(how.way === 'substitute'
      ? { substitute: { name: how.name, relation: how.relation, because: how.because } }
      : {}),
    formMissing: how.way === 'signed-form' && how.form === undefined && last.decision === 'given',
  };
}
