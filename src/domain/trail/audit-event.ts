import type { Happening, What } from '../happening.ts';

type Coding = { readonly system: string; readonly code: string; readonly display?: string };
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const restful = 'http://hl7.org/fhir/restful-interaction';
const ours = 'https://baton.invalid/fhir/happening';

/** The event type and the RESTful subtype of IHE BALP (Basic Audit Log Patterns 1.1): reading, creating, changing, deleting, exporting, authorising. */
type Kind = {
  readonly type: Coding;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly subtype: Coding;
  readonly profile: string;
};
const rest: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  code: 'rest',
  display: 'RESTful Operation',
};
const balp = (name: string): string => `https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.${name}`;
const read: Kind = {
  type: rest,
  action: 'R',
  subtype: { system: restful, code: 'read' },
  profile: balp('PatientRead'),
};
const create: Kind = {
  type: rest,
  action: 'C',
  subtype: { system: restful, code: 'create' },
  profile: balp('PatientCreate'),
};
const update: Kind = {
  type: rest,
  action: 'U',
  subtype: { system: restful, code: 'update' },
  profile: balp('PatientUpdate'),
};
const remove: Kind = {
  type: rest,
  action: 'D',
  subtype: { system: restful, code: 'delete' },
  profile: balp('PatientDelete'),
};
const query: Kind = { type: rest, action: 'E', subtype: { system: restful, code: 'search' }, profile: balp('Query') };
const disclose: Kind = {
  type: { system: dicom, code: '110106', display: 'Export' },
  action: 'R',
  subtype: { system: 'urn:ihe:event-type-code', code: 'PrivacyDisclosure' },
  profile: balp('PrivacyDisclosure.Source'),
};
const consent: Kind = {
  type: { system: dicom, code: '110113', display: 'Security Alert' },
  action: 'E',
  subtype: { system: 'urn:ihe:event-type-code', code: 'AuthZ-Consent' },
  profile: balp('Consent.AuthZpoc'),
};

const kinds: Partial<Record<What, Kind>> = {
  'draft-started': create,
  'upload-kept': create,
  seen: read,
  'record-opened': read,
  'phone-shown': read,
  consultation: create,
  'emergency-opened': read,
  'emergency-widened': read,
  'record-searched': query,
  exported: disclose,
  told: disclose,
  'memo-sent': disclose,
  'patient-told': disclose,
  'consent-recorded': consent,
  'consent-withdrawn': consent,
  'consent-expired': consent,
  refused: consent,
  erased: remove,
};

/** 0 went well, 4 was refused, 8 was refused on our side. */
const outcomeOf = (what: What): '0' | '4' => (what === 'refused' || what === 'upload-refused' ? '4' : '0');

const purposes: Readonly<Record<string, string>> = {
  treating: 'TREAT',
  consented: 'TREAT',
  author: 'TREAT',
  emergency: 'ETREAT',
  duty: 'HOPERAT',
};

export type AuditedEntry = {
  readonly chain: string;
  readonly seq: number;
  readonly link: string;
  readonly happening: Happening;
};

/**
 * One entry of the trail as a FHIR R4 AuditEvent after the IHE Basic Audit Log Patterns: who did what to whose record, when, from where, on what ground. The place in the chain
 * and its link come along, so that each event leads back to the proof.
 */
export function auditEvent({ chain, seq, link, happening }: AuditedEntry): object {
  const { what, by, patient, referral, institution, ground } = happening;
  const kind = kinds[what] ?? update;
  const at = happening.at instanceof Date ? happening.at.toISOString() : String(happening.at);
  const purpose = ground
    ? [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: purposes[ground] ?? 'HOPERAT' },
          ],
        },
      ]
    : [];
  const person = 'person' in by;
  return {
    resourceType: 'AuditEvent',
    id: `${chain}-${seq}`,
    meta: { profile: [kind.profile] },
    type: kind.type,
    subtype: [kind.subtype, { system: ours, code: what }],
    action: kind.action,
    recorded: at,
    outcome: outcomeOf(what),
    ...(happening.what === 'refused' ? { outcomeDesc: happening.code } : {}),
    ...(purpose.length > 0 ? { purposeOfEvent: purpose } : {}),
    agent: [
      {
        type: { coding: [{ system: dicom, code: '110153', display: 'Source Role ID' }] },
        who: { identifier: { system: `${ours}/service`, value: 'baton' } },
        requestor: !person,
      },
      ...(person
        ? [
            {
              type: {
                coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
              },
              who: { identifier: { system: `${ours}/person`, value: by.person } },
              requestor: true,
              ...(by.post
                ? {
                    role: by.post.roles.map((code) => ({ coding: [{ system: `${ours}/role`, code }] })),
                    location: { identifier: { system: `${ours}/institution`, value: by.post.at } },
                  }
                : {}),
              ...(purpose.length > 0 ? { purposeOfUse: purpose } : {}),
            },
          ]
        : []),
    ],
    source: { site: institution, observer: { identifier: { system: `${ours}/institution`, value: institution } } },
    entity: [
      ...(patient
        ? [
            {
              what: { identifier: { system: `${ours}/patient`, value: patient } },
              type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1', display: 'Person' },
              role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1', display: 'Patient' },
            },
          ]
        : []),
      ...(referral
        ? [
            {
              what: { identifier: { system: `${ours}/referral`, value: referral } },
              type: {
                system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
                code: '2',
                display: 'System Object',
              },
              role: {
                system: 'http://terminology.hl7.org/CodeSystem/object-role',
                code: '4',
                display: 'Domain Resource',
              },
            },
          ]
        : []),
      {
        what: { identifier: { system: `${ours}/chain/${chain}`, value: String(seq) } },
        type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '4', display: 'Other' },
        detail: [
          { type: 'link', valueString: link },
          ...(person && by.device ? [{ type: 'device', valueString: by.device }] : []),
        ],
      },
    ],
  };
}
