import type { ClinicianId, InstitutionId, ReferralId } from '../ids.ts';
import { type Category, categories } from './category.ts';
import { type Consent, type ConsentId, keyOf } from './consent.ts';
import { minuteOf } from './hong-kong-dates.ts';

/** Who wants to look, in which case, and when. */
export type AskedOfConsent = {
  readonly recipient: { readonly clinician: ClinicianId; readonly institution: InstitutionId };
  /** The case they look at; `endedAt` once it is closed or cancelled. Consents given for another case do not count. */
  readonly referral?: { readonly id: ReferralId; readonly endedAt?: Date };
  readonly now: Date;
  /** How long a consent given for one referral outlives it (`retention.yaml`, `consentDaysAfterReferral`). */
  readonly daysAfterReferral?: number;
};

/** What the patient lets this person see now, and on which decisions that stands. */
export type EffectiveConsent = {
  readonly categories: ReadonlySet<Category>;
  readonly from: readonly ConsentId[];
  /** Until when at the latest, as far as is known now. */
  readonly until?: Date;
};

export const defaultDaysAfterReferral = 30;

/**
 * What all decisions of one patient together allow. The stricter wins: a refusal takes its categories away whatever else was said; a withdrawal also takes
 * down every wider yes that was recorded before it; of two yeses to the same recipient only what both name counts; a yes to an institution and one to a clinician
 * by name add up. Sensitive parts count only when they were agreed to alone (hk-law.md §5, 2, 3, 4, 6, 23). The order of the list does not matter.
 */
export function effectiveConsent(consents: readonly Consent[], asked: AskedOfConsent): EffectiveConsent {
  const concerning = consents.filter((one) => !one.replaced && speaksOf(one, asked));
  const denied = new Set(concerning.flatMap((one) => (binds(one, asked) ? refusedBy(one) : [])));
  const live = concerning
    .filter((one) => one.decision === 'given' && one.purpose === 'care' && isLive(one, asked))
    .map((consent): Yes => ({ consent, names: leftOf(consent, concerning) }));
  const allowed = new Set<Category>();
  for (const group of groupsOf(live)) for (const category of common(group)) allowed.add(category);
  for (const category of denied) allowed.delete(category);
  const standsOn = live.filter(({ names }) => names.some((category) => allowed.has(category)));
  const ends = standsOn.flatMap(({ consent }) => endOf(consent, asked) ?? []);
  return {
    categories: allowed,
    from: standsOn.map(({ consent }) => consent.id).sort(),
    ...(ends.length > 0 ? { until: new Date(Math.min(...ends.map((end) => end.getTime()))) } : {}),
  };
}

type Yes = { readonly consent: Consent; readonly names: readonly Category[] };

/** The last instant of a consent that ends: its own end to the minute, or its referral's with the set number of days. */
function endOf(consent: Consent, { referral, daysAfterReferral = defaultDaysAfterReferral }: AskedOfConsent) {
  const own = consent.until && minuteOf(consent.until);
  const withReferral =
    consent.referral && referral?.id === consent.referral && referral.endedAt
      ? new Date(referral.endedAt.getTime() + daysAfterReferral * 86_400_000)
      : undefined;
  if (own && withReferral) return own < withReferral ? own : withReferral;
  return own ?? withReferral;
}

function speaksOf({ recipient, referral }: Consent, asked: AskedOfConsent): boolean {
  const meant =
    'institution' in recipient
      ? recipient.institution === asked.recipient.institution
      : recipient.clinician === asked.recipient.clinician;
  return meant && (referral === undefined || referral === asked.referral?.id);
}

function isLive(consent: Consent, asked: AskedOfConsent): boolean {
  const end = endOf(consent, asked);
  return !consent.withdrawn && consent.from <= asked.now && (end === undefined || asked.now < end);
}

/** A refusal stands from the moment it was said, whatever its dates say, until another decision takes its place. */
const binds = (one: Consent, { now }: AskedOfConsent): boolean =>
  one.decision === 'refused' && !one.withdrawn && !(one.until && minuteOf(one.until) <= now);

/** A plain no names nothing and means everything. */
const refusedBy = ({ categories: named }: Consent): readonly Category[] => (named.length === 0 ? categories : named);

/** What a yes still names: a withdrawal since takes its categories out of every yes about the same person that was recorded before it. */
function leftOf(yes: Consent, concerning: readonly Consent[]): readonly Category[] {
  const takenBack = new Set(
    concerning.flatMap((other) =>
      other.decision === 'given' && other.withdrawn && yes.recordedAt <= other.withdrawn.at ? other.categories : [],
    ),
  );
  return namedBy(yes).filter((category) => !takenBack.has(category));
}

const isAboutSensitive = ({ categories: named }: Consent): boolean => named.length === 1 && named[0] === 'sensitive';

/** What a yes can open: everything it names, but the sensitive parts only when it names nothing else. */
const namedBy = (one: Consent): readonly Category[] =>
  isAboutSensitive(one) ? one.categories : one.categories.filter((category) => category !== 'sensitive');

function groupsOf(live: readonly Yes[]): readonly (readonly Yes[])[] {
  const groups = new Map<string, Yes[]>();
  for (const one of live) {
    const key = `${keyOf(one.consent.recipient)} ${isAboutSensitive(one.consent) ? 'sensitive' : 'ordinary'}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

const common = ([first, ...others]: readonly Yes[]): readonly Category[] =>
  first ? first.names.filter((category) => others.every(({ names }) => names.includes(category))) : [];
