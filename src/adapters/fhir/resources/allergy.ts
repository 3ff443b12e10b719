import { conceptOf, statusOf } from '../concept.ts';
import { certain, doubted, placeIn, type ResourceReader } from '../context.ts';
import { at, list, moment, objects, said, words } from '../json.ts';
import { nothing, plainly } from '../nothing.ts';
import { unsaidOf } from '../unsaid.ts';
import { severityOf } from '../values.ts';

const categories = new Set(['food', 'medication', 'environment', 'biologic'] as const);

/** AllergyIntolerance: the substance as written with its reactions. "No known allergy" is a statement; "no information" is none. */
export const readAllergy: ResourceReader = (resource, context) => {
  const reactions = objects(resource['reaction']);
  const concept =
    conceptOf(resource['code']) ?? conceptOf(resource['substance']) ?? conceptOf(at(reactions, 'substance'));
  if (concept === undefined) return [];
  const verification = statusOf(resource['verificationStatus']);
  const course = statusOf(resource['clinicalStatus']);
  // Also why nobody can tell: then it is that which is sure.
  const told = nothing(resource['code']) ?? unsaidOf(resource['verificationStatus']);
  const manifestations = reactions.flatMap((one) =>
    objects(one['manifestation']).flatMap((each) => conceptOf(each)?.name ?? conceptOf(each['concept'])?.name ?? []),
  );
  const described =
    manifestations.length > 0 ? manifestations : reactions.flatMap((one) => words(one['description']) ?? []);
  const category = list(resource['category']).find((one) => categories.has(one as never));
  return [
    said({
      type: 'allergy' as const,
      ...concept,
      name: plainly(concept.name, 'any drug'),
      status: told ?? (verification === 'refuted' ? ('absent' as const) : ('present' as const)),
      confidence:
        told === undefined && (verification === 'unconfirmed' || verification === 'presumed') ? doubted : certain,
      reaction: described.length > 0 ? [...new Set(described)].join(', ') : undefined,
      severity: reactions.map((one) => severityOf(one['severity'])).find((one) => one !== undefined),
      criticality:
        resource['criticality'] === 'high'
          ? ('high' as const)
          : resource['criticality'] === 'low'
            ? ('low' as const)
            : undefined,
      // The set above holds exactly these words.
      category: category as 'food' | 'medication' | 'environment' | 'biologic' | undefined,
      course: course === 'inactive' || course === 'resolved' ? (course as 'inactive' | 'resolved') : undefined,
      at: moment(resource['onsetDateTime']) ?? moment(resource['recordedDate']) ?? moment(resource['assertedDate']),
      source: placeIn(context, concept.name),
    }),
  ];
};
