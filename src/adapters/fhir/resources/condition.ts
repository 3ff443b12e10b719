import type { Finding } from '#src/domain/record/finding.ts';
import { codesOf, conceptOf, statusOf } from '../concept.ts';
import { type Context, certain, doubted, placeIn, type ResourceReader } from '../context.ts';
import { at, type Json, moment, objects, said } from '../json.ts';
import { nothing, plainly } from '../nothing.ts';
import { unsaidOf } from '../unsaid.ts';
import { severityOf } from '../values.ts';

const over = new Set(['resolved', 'remission', 'inactive']);
const unsure = new Set(['unconfirmed', 'provisional', 'differential']);

/** Condition (R4, R5): a problem, active unless said otherwise; refuted ones are said not to be so; errors are left out by the caller. */
export const readCondition: ResourceReader = (resource, context) => {
  const concept = conceptOf(resource['code']);
  if (concept === undefined) return [];
  const verification = statusOf(resource['verificationStatus']);
  const status = statusOf(resource['clinicalStatus']);
  const until = moment(resource['abatementDateTime']) ?? moment(at(resource, 'abatementPeriod', 'end'));
  // Also why nobody can tell: then it is that which is sure.
  const told = nothing(resource['code']) ?? unsaidOf(resource['verificationStatus']);
  const isOver = until !== undefined || (status !== undefined && over.has(status));
  return [
    said({
      type: 'problem' as const,
      ...concept,
      name: plainly(withSite(concept.name, resource), 'any problem'),
      status: told ?? (verification === 'refuted' ? ('absent' as const) : ('present' as const)),
      confidence: told === undefined && verification !== undefined && unsure.has(verification) ? doubted : certain,
      whose: 'patient' as const,
      course: status === 'inactive' ? ('inactive' as const) : isOver ? ('resolved' as const) : ('active' as const),
      since: moment(resource['onsetDateTime']) ?? moment(at(resource, 'onsetPeriod', 'start')),
      until,
      at: moment(resource['recordedDate']) ?? moment(resource['assertedDate']),
      severity: severityOf(resource['severity']),
      source: placeIn(context, concept.name),
    }),
  ];
};

/** The side is part of the problem: a fracture of the left wrist is not one of the right. */
function withSite(name: string, resource: Json): string {
  const site = conceptOf(at(resource, 'bodySite'))?.name;
  return site === undefined || name.toLowerCase().includes(site.toLowerCase()) ? name : `${name} (${site})`;
}

const noFamilyHistory = /^no family history of:? +/iu;

/** FamilyMemberHistory: what a relative had, or is said not to have had. It is never the patient's own, and nobody's name is taken from it. */
export function readFamily(resource: Json, context: Context): readonly Finding[] {
  const who = codesOf(resource['relationship']).includes('FAMMEMB')
    ? undefined
    : (conceptOf(resource['relationship'])?.name ?? 'family');
  const isUnknown = statusOf(resource['status']) === 'health-unknown';
  return objects(resource['condition']).flatMap((one) => {
    const concept = conceptOf(one['code']);
    if (concept === undefined) return [];
    const name = concept.name.replace(noFamilyHistory, '');
    const isAbsent = name !== concept.name;
    return [
      {
        type: 'problem' as const,
        // The code of "no family history" is not one of the illness.
        ...(isAbsent ? {} : concept),
        name: who === undefined ? name : `${name} (${who})`,
        status: isAbsent ? ('absent' as const) : isUnknown ? ('unknown' as const) : ('present' as const),
        confidence: certain,
        whose: 'family' as const,
        source: placeIn(context, concept.name),
      },
    ];
  });
}
