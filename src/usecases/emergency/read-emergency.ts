import { type EmergencyAccess, type EmergencyId, emergencyInForce } from '../../domain/consent/emergency.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Finding } from '../../domain/record/finding.ts';
import type { Identity, Said } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor, NotForThem, readAll } from '../looking/open-referral.ts';
import type { World } from '../world.ts';

/** What an emergency look shows: allergies, current medicines, problems, last visits, advance directive; `more` only after a second reason. */
export type EmergencyRecord = {
  readonly access: EmergencyAccess;
  readonly identity: Identity;
  readonly allergiesSaid: Said;
  readonly medicationsSaid: Said;
  readonly allergies: readonly Finding[];
  readonly medicines: readonly Finding[];
  readonly problems: readonly Finding[];
  readonly directives: readonly Finding[];
  readonly more: readonly Finding[];
  readonly visits: readonly { readonly at: Date; readonly place: Referral['to']; readonly what: string }[];
  readonly sources: readonly Referral[];
};

/** Wishes for the end of life are never to be overlooked in an emergency. */
const directive =
  /advance directive|advance care plan|\bDNA(?:CPR|R)\b|\bDNR\b|do not (?:attempt )?resuscitat|預設醫療指示|预设医疗指示|不作心肺復甦|不作心肺复苏/iu;

/**
 * Opens the emergency record. Every referral behind it is asked for leave one by one, like any other look, and each look is in the trail. Refuses `record.not-found` for an
 * access of somebody else, `emergency.over` for one that has ended.
 */
export const readEmergency =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: EmergencyId, by: Person): Promise<EmergencyRecord> => {
    const access = await ownAccess(world, page, which, by);
    const rows = await page.referrals.list({ patient: access.patient, limit: 50 });
    const findings: Finding[] = [];
    const sources: Referral[] = [];
    const said = { allergies: 'not-said' as Said, medications: 'not-said' as Said };
    for (const { referral } of rows) {
      const opened = await openedFor(world, page, referral, by);
      if (!opened) continue;
      sources.push(referral);
      findings.push(...opened.content.findings);
      if (said.allergies === 'not-said') said.allergies = opened.content.allergiesSaid;
      if (said.medications === 'not-said') said.medications = opened.content.medicationsSaid;
    }
    const present = unique(findings.filter(({ status }) => status === 'present'));
    const directives = present.filter(isDirective);
    const of = (...types: readonly Finding['type'][]) =>
      present.filter((one) => types.includes(one.type) && !directives.includes(one));
    return {
      access,
      identity: (await page.patients.identity(access.patient)) ?? {},
      allergiesSaid: said.allergies,
      medicationsSaid: said.medications,
      allergies: of('allergy'),
      medicines: of('medication').filter((one) => one.type === 'medication' && one.course === 'current'),
      problems: of('problem'),
      directives,
      more: access.more ? of('result', 'vital', 'procedure', 'image', 'instruction') : [],
      visits: visitsOf(sources, present).slice(0, 10),
      sources,
    };
  };

/** The access, if it is this person's and still in force. */
export async function ownAccess(
  { clock }: Pick<World, 'clock'>,
  page: Page,
  which: EmergencyId,
  by: Person,
): Promise<EmergencyAccess> {
  const access = await page.emergencies.get(which);
  if (access?.person !== by.id) throw new Refused('record.not-found', `No emergency access ${which}`);
  const now = clock.now();
  if (!emergencyInForce([access], { person: by.id, patient: access.patient, now }))
    throw new Refused('emergency.over', `Emergency access ${which} is over`);
  return access;
}

async function openedFor(world: Pick<World, 'clock' | 'house' | 'policy'>, page: Page, referral: Referral, by: Person) {
  try {
    const grant = await grantFor(world, page, referral.id, by);
    await page.happened({
      what: 'record-opened',
      at: world.clock.now(),
      by: { person: by.id },
      institution: grant.post.at,
      referral: referral.id,
      patient: referral.patient,
      ground: 'emergency',
    });
    return await readAll(page, referral.id, grant);
  } catch (error) {
    // One that was never sent stays with its author, in an emergency too.
    if (error instanceof NotForThem) return undefined;
    throw error;
  }
}

const isDirective = (one: Finding): boolean =>
  one.type !== 'allergy' && one.type !== 'medication' && directive.test(`${one.name} ${one.source.text ?? ''}`);

/** Newest first in, so the newest of the same name and value stays. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const one of findings) {
    const value = 'value' in one ? one.value : '';
    const dose = one.type === 'medication' ? (one.dose ?? '') : '';
    const key = `${one.type} ${one.name.toLowerCase()} ${value ?? ''} ${dose}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

function visitsOf(sources: readonly Referral[], findings: readonly Finding[]): EmergencyRecord['visits'] {
  const visits = sources.flatMap(({ standing, to }) =>
    'visit' in standing ? [{ at: standing.visit.at, place: to, what: standing.state as string }] : [],
  );
  const told = findings.flatMap((one) => {
    const at = one.type === 'encounter' && one.at ? new Date(one.at) : undefined;
    const [source] = sources;
    return at && source && !Number.isNaN(at.getTime()) ? [{ at, place: source.from, what: one.name }] : [];
  });
  return [...visits, ...told].sort((one, other) => other.at.getTime() - one.at.getTime());
}
