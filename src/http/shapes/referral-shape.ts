import type {
  ActionName,
  ClockShown,
  FileShown,
  FindingShown,
  Named,
  ReferralLine,
  ReferralShown,
  SafetyShown,
  Step,
} from '#src/contract/referral.ts';
import { type House, hotline, institution, person } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type Finding, isSure } from '#src/domain/record/finding.ts';
import { actionsFor, isIrreversible, needsOf } from '#src/domain/referral/actions.ts';
import type { Identity } from '#src/domain/referral/content.ts';
import { gapsOf } from '#src/domain/referral/gaps.ts';
import { ownersOf, type Watch, watchOf } from '#src/domain/referral/loop-clock.ts';
import { patientLine } from '#src/domain/referral/patient-line.ts';
import { isSigned, type Referral, type State } from '#src/domain/referral/referral.ts';
import type { Opened } from '#src/usecases/looking/open-referral.ts';

type Eyes = { readonly house: House; readonly person: Person; readonly now: Date };

export const namedPerson = (house: House, who: Person['id']): Named =>
  person(house, who)?.name ?? { en: who, zhHant: who };
export const namedPlace = (house: House, where: Referral['to']): Named =>
  institution(house, where)?.name ?? { en: where, zhHant: where };

/** One line of a list: initials and the last characters of the identifier, never more. */
export function lineShape(
  {
    referral,
    watch,
    identity,
  }: { readonly referral: Referral; readonly watch: Watch | undefined; readonly identity: Identity | undefined },
  eyes: Eyes,
): ReferralLine {
  const { house } = eyes;
  return {
    id: referral.id,
    code: referral.code,
    state: referral.standing.state,
    urgency: referral.urgency,
    patient: patientLine(identity ?? {}),
    from: namedPlace(house, referral.from),
    to: namedPlace(house, referral.to),
    clock: clockShape(watch, eyes),
    startedAt: referral.startedAt.toISOString(),
    version: referral.version,
  };
}

function clockShape(watch: Watch | undefined, { house, person: me, now }: Eyes): ClockShown {
  if (!watch) return { ownerIsMe: false, overdue: false };
  const people = ownersOf(watch.owner);
  const [first] = people;
  const owner =
    'desk' in watch.owner ? namedPlace(house, watch.owner.desk) : first ? namedPerson(house, first) : undefined;
  return {
    ...(owner ? { owner } : {}),
    ownerIsMe: people.includes(me.id),
    due: watch.due.toISOString(),
    overdue: watch.due <= now,
  };
}

/** Everything one permitted reader sees of one referral. The identifier is whole: the reader opened it, and that is in the trail. */
export function referralShape(opened: Opened, eyes: Eyes, safety?: SafetyShown): ReferralShown {
  const { referral, content, trail, uploads } = opened;
  const { house, person: me } = eyes;
  const { standing } = referral;
  const watch = watchOf(referral, house);
  const line = hotline(house, referral.hotline);
  const returned = standing.state === 'draft' ? standing.returned : undefined;
  const visit = 'visit' in standing ? standing.visit : undefined;
  return {
    id: referral.id,
    code: referral.code,
    state: standing.state,
    urgency: referral.urgency,
    from: namedPlace(house, referral.from),
    to: namedPlace(house, referral.to),
    hotline: line?.name ?? { en: referral.hotline, zhHant: referral.hotline },
    author: namedPerson(house, referral.author),
    ...(referral.heldBy ? { heldBy: namedPerson(house, referral.heldBy) } : {}),
    steps: stepShapes(opened, eyes),
    clock: clockShape(watch, eyes),
    version: referral.version,
    contentVersion: referral.contentVersion,
    identity: identityShape(content.identity),
    patientLine: patientLine(content.identity),
    ...(content.reason ? { reason: content.reason } : {}),
    ...(content.question ? { question: content.question } : {}),
    ...(content.history ? { history: content.history } : {}),
    allergiesSaid: content.allergiesSaid,
    medicationsSaid: content.medicationsSaid,
    ...(safety ? { safety } : {}),
    findings: content.findings
      .filter(({ type }) => type !== 'identity')
      .map((finding) => findingShape(finding, content.notes)),
    notes: content.notes.map(({ by, at, text }) => ({ by: nameOfText(house, by), at, text })),
    ...(content.consent
      ? {
          consent: {
            given: content.consent.given,
            how: content.consent.how,
            scope: [...content.consent.scope],
            at: content.consent.at,
          },
        }
      : {}),
    hidden: [...opened.hidden],
    restrictedNeedsReason: opened.grant.isRestrictedBehindReason,
    gaps: gapsOf(content).map((gap) => ({ ...gap, choices: [...gap.choices] })),
    files: uploads.filter(({ state }) => state !== 'withdrawn').map(fileShape),
    ...(referral.signature
      ? {
          signature: {
            by: namedPerson(house, referral.signature.by),
            at: referral.signature.at.toISOString(),
            contentHash: referral.signature.contentHash,
            keyId: referral.signature.keyId,
            valid: isSigned(referral),
          },
        }
      : {}),
    ...(visit ? { visit: { at: visit.at.toISOString(), ...(visit.place ? { place: visit.place } : {}) } } : {}),
    ...(content.outcome ? { outcome: content.outcome.words } : {}),
    ...(returned
      ? { returned: { by: namedPerson(house, returned.by), reason: returned.reason, at: returned.at.toISOString() } }
      : {}),
    duplicates: opened.duplicates.map(({ code, standing: { state } }) => ({ code, state })),
    actions: actionShapes(me, referral, eyes.now),
    seenBy: seenShapes(trail, house),
    happenings: trail.map((one) => ({
      at: one.at.toISOString(),
      what: one.what,
      ...('person' in one.by ? { by: namedPerson(house, one.by.person) } : {}),
      ...(one.what === 'moved' ? { from: one.from, to: one.to } : {}),
      ...(one.what === 'escalated' ? { detail: one.how } : {}),
      ...(one.what === 'sign-off-asked' ? { detail: one.contentHash } : {}),
    })),
  };
}

function actionShapes(me: Person, referral: Referral, now: Date): ReferralShown['actions'] {
  const names: readonly ActionName[] = actionsFor(me, referral, now);
  // A step back, or an end other than closing what was answered, is never the big button.
  const primary = names.find(
    (name) => name === 'close' || !(isIrreversible(name) || name === 'revise' || name === 'refuse'),
  );
  return names.map((name) => ({
    name,
    needs: needsOf(name),
    confirm: isIrreversible(name),
    primary: name === primary,
  }));
}

function seenShapes(trail: Opened['trail'], house: House): ReferralShown['seenBy'] {
  const first = new Map<string, Date>();
  for (const one of trail) {
    if ((one.what === 'seen' || one.what === 'record-opened') && 'person' in one.by && !first.has(one.by.person))
      first.set(one.by.person, one.at);
  }
  return [...first].map(([who, at]) => ({ who: nameOfText(house, who), at: at.toISOString() }));
}

const nameOfText = (house: House, who: string): Named =>
  house.people.find(({ id }) => id === who)?.name ?? { en: who, zhHant: who };

const path: readonly State[] = [
  'draft',
  'awaiting-sign-off',
  'sent',
  'delivered',
  'opened',
  'accepted',
  'booked',
  'attended',
  'answered',
  'closed',
];

function stepShapes({ referral, trail }: Opened, { house, now }: Eyes): Step[] {
  const current = referral.standing.state;
  const reached = new Map<State, { at: Date; by?: Named }>();
  for (const one of trail) {
    const by = 'person' in one.by ? { by: namedPerson(house, one.by.person) } : {};
    if (one.what === 'draft-started') reached.set('draft', { at: one.at, ...by });
    if (one.what === 'moved') reached.set(one.to, { at: one.at, ...by });
  }
  const line = path.includes(current)
    ? path
    : [...path.filter((state) => reached.has(state) && state !== 'closed'), current];
  const here = line.lastIndexOf(current);
  const watch = watchOf(referral, house);
  return line.map((state, index) => {
    const when = reached.get(state);
    const is =
      index === here
        ? watch && watch.due <= now
          ? 'late'
          : watch
            ? 'now'
            : 'done'
        : index > here
          ? 'todo'
          : when
            ? 'done'
            : 'skipped';
    return {
      state,
      is,
      ...(when && index <= here ? { at: when.at.toISOString(), ...(when.by ? { by: when.by } : {}) } : {}),
    };
  });
}

export function findingShape(
  finding: Finding,
  notes: readonly { readonly id: string; readonly text: string }[],
): FindingShown {
  const { span, upload, text } = finding.source;
  const note = notes.find(({ id }) => id === upload);
  const quote = text ?? (note && span ? note.text.slice(span[0], span[1]) : undefined);
  const common = {
    type: finding.type,
    name: finding.name,
    status: finding.status,
    sure: isSure(finding),
    ...(quote ? { quote } : {}),
  };
  switch (finding.type) {
    case 'medication': {
      const detail = [finding.dose, finding.route, finding.frequency, finding.duration].filter(Boolean).join(' · ');
      return {
        ...common,
        ...(detail ? { detail } : {}),
        ...(finding.course === 'current' ? {} : { note: finding.course }),
      };
    }
    case 'allergy':
      return { ...common, ...(finding.reaction ? { detail: finding.reaction } : {}) };
    case 'problem':
      return {
        ...common,
        ...(finding.whose === 'family' ? { family: true } : {}),
        ...(finding.since ? { detail: finding.since } : {}),
      };
    case 'result':
    case 'vital':
      return {
        ...common,
        ...(finding.value ? { value: finding.value } : {}),
        ...(finding.unit ? { unit: finding.unit } : {}),
        ...(finding.flag ? { flag: finding.flag } : {}),
        ...(finding.range ? { detail: finding.range } : {}),
        ...(finding.at ? { note: finding.at } : {}),
      };
    case 'identity':
      return { ...common, value: finding.value };
    case 'procedure':
    case 'encounter':
    case 'image':
    case 'instruction':
      return {
        ...common,
        ...(finding.value ? { value: finding.value } : {}),
        ...(finding.at ? { note: finding.at } : {}),
      };
  }
}

export const identityShape = ({
  nameEn,
  nameZh,
  hkid,
  hkidValid,
  birth,
  sex,
  phone,
  otherId,
}: Identity): ReferralShown['identity'] => ({
  ...(nameEn ? { nameEn } : {}),
  ...(nameZh ? { nameZh } : {}),
  ...(hkid ? { hkid, hkidValid: hkidValid !== false } : {}),
  ...(birth ? { birth: birth.iso } : {}),
  ...(sex ? { sex } : {}),
  ...(phone ? { phone } : {}),
  ...(otherId ? { otherId: otherId.value } : {}),
});

function fileShape(upload: Opened['uploads'][number]): FileShown {
  return {
    id: upload.id,
    name: upload.name,
    // The kind comes from FileKinds, whose words the contract repeats.
    ...(upload.kind ? { kind: upload.kind as NonNullable<FileShown['kind']> } : {}),
    ...(upload.mime ? { mime: upload.mime } : {}),
    ...(upload.bytes === undefined ? {} : { bytes: upload.bytes }),
    state: upload.state,
    ...(upload.refusal ? { refusal: upload.refusal } : {}),
    at: upload.at.toISOString(),
  };
}
