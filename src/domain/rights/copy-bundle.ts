import type { Finding } from '../record/finding.ts';
import type { ReferralContent } from '../referral/content.ts';
import type { Referral } from '../referral/referral.ts';
import { type Own, withoutOthers } from './leave-out.ts';

type Resource = { readonly resourceType: string; readonly id: string; readonly [part: string]: unknown };
/** What colleagues said of the patient in questions and at drawings. Of a spoken word only how long it is: it is heard on request. */
export type SaidOfThem = {
  readonly id: string;
  readonly at: Date;
  readonly text?: string;
  readonly spokenSeconds?: number;
  readonly onImage: boolean;
};
export type CopyOf = {
  readonly referral: Referral;
  readonly content: ReferralContent;
  readonly said: readonly SaidOfThem[];
};

/** Texts and findings of one referral, other people left out; `count` says how often. */
export function cleaned(
  { referral, content, said }: CopyOf,
  own: Own,
): { readonly copy: CopyOf; readonly count: number } {
  let count = 0;
  const clean = <Value>(value: Value): Value => {
    if (typeof value === 'string') {
      const done = withoutOthers(value, own);
      count += done.count;
      // A string in is a string out.
      return done.text as Value;
    }
    if (Array.isArray(value)) return value.map(clean) as Value;
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, key === 'source' ? {} : clean(one)]),
    ) as Value;
  };
  const { reason, question, history, outcome, updates } = content;
  // What relatives suffer from is said of them, not of the patient.
  const findings = content.findings.filter((one) => one.type !== 'problem' || one.whose !== 'family');
  count += content.findings.length - findings.length;
  return {
    copy: {
      referral,
      content: {
        ...content,
        findings: clean(findings),
        // In their own words: what was written of the patient is the patient's too.
        notes: content.notes.map((one) => ({ ...one, text: clean(one.text), by: '' })),
        ...(reason ? { reason: clean(reason) } : {}),
        ...(question ? { question: clean(question) } : {}),
        ...(history ? { history: clean(history) } : {}),
        ...(outcome ? { outcome: { ...outcome, words: clean(outcome.words) } } : {}),
        ...(updates ? { updates: updates.map((one) => ({ ...one, words: clean(one.words) })) } : {}),
      },
      said: said.map((one) => (one.text === undefined ? one : { ...one, text: clean(one.text) })),
    },
    count,
  };
}

const priorities = {
  emergency: 'stat',
  urgent: 'asap',
  'semi-urgent': 'urgent',
  routine: 'routine',
  advice: 'routine',
} as const;
const sexes = { male: 'male', female: 'female', other: 'other' } as const;

/** A FHIR R4 collection of what is held of one patient: for another system, or for a lawyer. Give it content that was cleaned. */
export function copyBundle(copies: readonly CopyOf[], at: Date, patientId: string): object {
  const identity = copies.at(-1)?.content.identity ?? {};
  const subject = { reference: `Patient/${patientId}` };
  const patient: Resource = {
    resourceType: 'Patient',
    id: patientId,
    ...(identity.hkid ? { identifier: [{ system: 'urn:oid:2.16.344.1', value: identity.hkid }] } : {}),
    name: [
      ...(identity.nameEn ? [{ use: 'official', text: identity.nameEn }] : []),
      ...(identity.nameZh ? [{ use: 'official', text: identity.nameZh }] : []),
    ],
    ...(identity.sex ? { gender: sexes[identity.sex] } : {}),
    ...(identity.birth ? { birthDate: identity.birth.iso } : {}),
    ...(identity.phone ? { telecom: [{ system: 'phone', value: identity.phone }] } : {}),
  };
  const resources: Resource[] = [patient];
  for (const { referral, content, said } of copies) {
    resources.push({
      resourceType: 'ServiceRequest',
      id: referral.id,
      identifier: [{ value: referral.code }],
      status:
        referral.standing.state === 'cancelled'
          ? 'revoked'
          : referral.standing.state === 'closed'
            ? 'completed'
            : 'active',
      intent: 'order',
      priority: priorities[referral.urgency],
      subject,
      authoredOn: referral.startedAt.toISOString(),
      requester: { display: referral.from },
      performer: [{ display: referral.to }],
      ...(content.reason ? { reasonCode: [{ text: content.reason }] } : {}),
      note: [
        content.question,
        content.history,
        content.outcome?.words,
        ...(content.updates ?? []).map(({ words }) => words),
        ...content.notes.map(({ text }) => text),
      ].flatMap((text) => (text ? [{ text }] : [])),
    });
    content.findings.forEach((finding, place) => {
      const resource = resourceOf(finding, `${referral.id}-${place + 1}`, subject);
      if (resource) resources.push(resource);
    });
    for (const { id, at: sent, text, spokenSeconds } of said)
      resources.push({
        resourceType: 'Communication',
        id,
        status: 'completed',
        subject,
        about: [{ reference: `ServiceRequest/${referral.id}` }],
        sent: sent.toISOString(),
        payload: text === undefined ? [] : [{ contentString: text }],
        ...(spokenSeconds === undefined ? {} : { note: [{ text: `spoken, ${Math.round(spokenSeconds)} s` }] }),
      });
    for (const file of content.uploads)
      resources.push({
        resourceType: 'DocumentReference',
        id: file.id,
        status: 'current',
        subject,
        date: file.addedAt,
        content: [{ attachment: { contentType: file.mime, size: file.bytes, title: file.kind } }],
      });
  }
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: at.toISOString(),
    entry: resources.map((resource) => ({ fullUrl: `urn:baton:${resource.resourceType}:${resource.id}`, resource })),
  };
}

const coded = ({ name, code }: { readonly name: string; readonly code?: string }) => ({
  text: name,
  ...(code ? { coding: [{ code, display: name }] } : {}),
});
const allergyStatus = (code: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code }],
});

function resourceOf(finding: Finding, id: string, subject: object): Resource | undefined {
  // What was said not to be so is never given as if it were.
  const absent = finding.status === 'absent';
  switch (finding.type) {
    case 'problem':
      return finding.whose === 'family'
        ? undefined
        : {
            resourceType: 'Condition',
            id,
            subject,
            code: coded(finding),
            verificationStatus: {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
                  code: absent ? 'refuted' : finding.status === 'present' ? 'confirmed' : 'unconfirmed',
                },
              ],
            },
          };
    case 'allergy':
      return {
        resourceType: 'AllergyIntolerance',
        id,
        patient: subject,
        code: coded(finding),
        verificationStatus: allergyStatus(
          absent ? 'refuted' : finding.status === 'present' ? 'confirmed' : 'unconfirmed',
        ),
        ...(finding.reaction ? { reaction: [{ manifestation: [{ text: finding.reaction }] }] } : {}),
      };
    case 'medication':
      return {
        resourceType: 'MedicationStatement',
        id,
        subject,
        status: absent ? 'not-taken' : finding.course === 'stopped' ? 'stopped' : 'active',
        medicationCodeableConcept: coded(finding),
        ...(finding.dose || finding.frequency || finding.route
          ? { dosage: [{ text: [finding.dose, finding.route, finding.frequency].filter(Boolean).join(' ') }] }
          : {}),
      };
    case 'result':
    case 'vital':
      return {
        resourceType: 'Observation',
        id,
        subject,
        status: finding.status === 'pending' ? 'registered' : 'final',
        code: coded(finding),
        ...(finding.value ? { valueString: [finding.value, finding.unit].filter(Boolean).join(' ') } : {}),
        ...(finding.at ? { effectiveDateTime: finding.at } : {}),
      };
    case 'procedure':
      return {
        resourceType: 'Procedure',
        id,
        subject,
        status: absent ? 'not-done' : 'completed',
        code: coded(finding),
      };
    default:
      return undefined;
  }
}
