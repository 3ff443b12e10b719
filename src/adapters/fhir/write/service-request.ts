import type { Annotation, ServiceRequest } from 'fhir/r4.d.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import type { CopyOf } from '#src/domain/rights/copy.ts';
import { snomed } from './coded.ts';
import { dateTime } from './moments.ts';
import { nameOf, pointer } from './names.ts';

const priorities = {
  emergency: 'stat',
  urgent: 'asap',
  'semi-urgent': 'urgent',
  routine: 'routine',
  advice: 'routine',
} as const;

/** The referral itself: who asked whom, why, how far it is, and everything that was written of the patient with it. */
export function serviceRequest({ referral, content }: CopyOf): ServiceRequest {
  const notes = notesOf(content);
  return {
    resourceType: 'ServiceRequest',
    id: nameOf('ServiceRequest', referral.id),
    identifier: [{ value: referral.code }],
    status: statusOf(referral),
    intent: 'order',
    priority: priorities[referral.urgency],
    code: snomed('3457005', 'Patient referral'),
    subject: pointer('Patient', referral.patient),
    authoredOn: referral.startedAt.toISOString(),
    requester: pointer('Organization', referral.from),
    performer: [pointer('Organization', referral.to)],
    ...(content.reason ? { reasonCode: [{ text: content.reason }] } : {}),
    ...(notes.length > 0 ? { note: notes } : {}),
  };
}

function statusOf({ standing }: Referral): ServiceRequest['status'] {
  switch (standing.state) {
    case 'draft':
    case 'awaiting-sign-off':
      return 'draft';
    case 'closed':
      return 'completed';
    case 'cancelled':
      return standing.because === 'entered-in-error' ? 'entered-in-error' : 'revoked';
    default:
      return 'active';
  }
}

function notesOf({ question, history, outcome, updates = [], notes }: CopyOf['content']): Annotation[] {
  const told = (text: string | undefined, at?: string): Annotation[] => {
    const time = dateTime(at);
    return text ? [{ text, ...(time ? { time } : {}) }] : [];
  };
  return [
    ...told(question),
    ...told(history),
    ...told(outcome?.words, outcome?.at),
    ...updates.flatMap(({ words, at }) => told(words, at)),
    ...notes.flatMap(({ text, at }) => told(text, at)),
  ];
}
