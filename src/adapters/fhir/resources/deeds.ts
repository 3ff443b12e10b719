import type { Finding } from '#src/domain/record/finding.ts';
import { allWords, conceptOf, statusOf } from '../concept.ts';
import { type Context, certain, placeIn, type ResourceReader } from '../context.ts';
import { at, type Json, moment, objects, said, words } from '../json.ts';
import { nothing } from '../nothing.ts';
import { unsaidOf } from '../unsaid.ts';

type Kind = 'procedure' | 'encounter' | 'image' | 'instruction';
type Parts = {
  readonly name: string;
  readonly code?: string;
  readonly at?: string | undefined;
  readonly value?: string | undefined;
  readonly category?: string | undefined;
};

const deed = (type: Kind, context: Context, parts: Parts, status: Finding['status'] = 'present'): Finding =>
  // Every part is a string or was left out.
  said({ type, status, confidence: certain, ...parts, source: placeIn(context, parts.name) }) as Finding;

const when = (resource: Json): string | undefined =>
  moment(resource['performedDateTime']) ??
  moment(at(resource, 'performedPeriod', 'start')) ??
  moment(resource['occurrenceDateTime']) ??
  moment(at(resource, 'occurrencePeriod', 'start')) ??
  moment(at(resource, 'period', 'start')) ??
  moment(resource['started']) ??
  moment(resource['date']) ??
  moment(resource['created']) ??
  moment(resource['authoredOn']) ??
  moment(resource['issued']);

const notDone = new Set(['not-done', 'cancelled', 'stopped', 'abandoned', 'rejected', 'revoked']);
const ahead = new Set([
  'preparation',
  'planned',
  'proposed',
  'draft',
  'on-hold',
  'requested',
  'registered',
  'arrived',
  'active-planned',
]);
const stateOf = (resource: Json): Finding['status'] => {
  const state = statusOf(resource['status']) ?? '';
  const unsaid = unsaidOf(resource['_status']);
  if (unsaid) return unsaid;
  return notDone.has(state) ? 'absent' : ahead.has(state) ? 'pending' : 'present';
};

export const readProcedure: ResourceReader = (resource, context) => {
  const concept = conceptOf(resource['code']);
  if (concept === undefined) return [];
  const site = conceptOf(at(resource, 'bodySite'))?.name;
  const name =
    site === undefined || concept.name.toLowerCase().includes(site.toLowerCase())
      ? concept.name
      : `${concept.name} (${site})`;
  const outcome = conceptOf(resource['outcome'])?.name;
  return [
    deed(
      'procedure',
      context,
      { ...concept, name, at: when(resource), value: outcome },
      nothing(resource['code']) ?? stateOf(resource),
    ),
  ];
};

export const readEncounter: ResourceReader = (resource, context) => {
  const type = conceptOf(objects(resource['type'])[0]) ?? conceptOf(resource['serviceType']);
  const reason = objects(resource['reasonCode'])
    .map((each) => conceptOf(each)?.name)
    .find((each) => each !== undefined);
  const name =
    type?.name ?? words(at(resource, 'class', 'display')) ?? words(at(resource, 'class', 'code')) ?? 'encounter';
  return [
    deed(
      'encounter',
      context,
      { name, at: when(resource), value: reason, category: words(at(resource, 'class', 'code')) },
      stateOf(resource),
    ),
  ];
};

export const readImmunization: ResourceReader = (resource, context) => {
  const concept = conceptOf(resource['vaccineCode']);
  return concept === undefined
    ? []
    : [
        deed(
          'procedure',
          context,
          { ...concept, at: when(resource), category: 'immunization' },
          nothing(resource['vaccineCode']) ?? stateOf(resource),
        ),
      ];
};

/** Device, DeviceUseStatement: what is in or on the patient, a pacemaker for one. */
export const readDevice: ResourceReader = (resource, context) => {
  const held = resource['resourceType'] === 'Device' ? resource : context.follow(resource['device']);
  const concept = conceptOf(held?.['type']);
  const name = concept?.name ?? words(at(held, 'deviceName', 'name')) ?? words(at(resource['device'], 'display'));
  return name === undefined
    ? []
    : [
        deed(
          'procedure',
          context,
          {
            ...concept,
            name,
            at: moment(at(resource, 'timingDateTime')) ?? moment(resource['manufactureDate']),
            category: 'device',
          },
          nothing(held?.['type']),
        ),
      ];
};

/**
 * DiagnosticReport, ImagingStudy: a picture or a report with its conclusion; one that is only registered is awaited, one that was cancelled was not done. The results of a
 * panel are Observations of their own.
 */
export const readReport: ResourceReader = (resource, context) => {
  const concept = conceptOf(resource['code']) ?? conceptOf(objects(resource['procedureCode'])[0]);
  const name = concept?.name ?? words(resource['description']);
  const conclusion =
    words(resource['conclusion']) ??
    objects(resource['conclusionCode'])
      .map((each) => conceptOf(each)?.name)
      .find((each) => each !== undefined);
  const isPicture =
    resource['resourceType'] === 'ImagingStudy' ||
    /radiolog|imaging|\bRAD\b|\bCT\b|\bMRI?\b|\bXR\b|echo|ultraso/iu.test(
      objects(resource['category']).map(allWords).join(' ') + (name ?? ''),
    );
  const status = stateOf(resource);
  if (name === undefined || (conclusion === undefined && !isPicture && status === 'present')) return [];
  const time =
    moment(resource['effectiveDateTime']) ?? moment(at(resource, 'effectivePeriod', 'start')) ?? when(resource);
  if (isPicture) return [deed('image', context, { ...concept, name, at: time, value: conclusion }, status)];
  return [
    said({
      type: 'result' as const,
      ...concept,
      name,
      value: conclusion,
      at: time,
      status,
      confidence: certain,
      source: placeIn(context, name),
      category: 'report',
    }),
  ];
};

/** CarePlan, Goal, ServiceRequest, Flag, DetectedIssue: what is meant to be done, aimed at or watched. None of it is a fact about the patient's body. */
export const readPlan: ResourceReader = (resource, context) => {
  const kind = String(resource['resourceType']);
  const isFlag = kind === 'Flag' || kind === 'DetectedIssue';
  const concept =
    conceptOf(resource['code']) ??
    conceptOf(resource['description']) ??
    conceptOf(objects(resource['category']).at(-1));
  const name = words(resource['title']) ?? concept?.name ?? words(resource['description']);
  const activities = objects(resource['activity']).flatMap((one) => conceptOf(at(one, 'detail', 'code'))?.name ?? []);
  if (name === undefined) return [];
  const detail =
    words(resource['detail']) ??
    (activities.length > 0
      ? [...new Set(activities)].join(', ')
      : words(resource['title']) && words(resource['description']));
  const state = statusOf(resource['status']) ?? statusOf(resource['lifecycleStatus']) ?? '';
  const isOver = ['completed', 'inactive', 'revoked', 'cancelled', 'rejected'].includes(state);
  return [
    deed(
      'instruction',
      context,
      {
        ...concept,
        name,
        at: when(resource),
        value: detail,
        category: isFlag ? 'flag' : kind === 'Goal' ? 'goal' : 'plan',
      },
      isOver ? 'absent' : isFlag ? 'present' : 'pending',
    ),
  ];
};
