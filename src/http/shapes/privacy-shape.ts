import type { BreachShown, PrivacyDesk, RequestShown } from '#src/contract/privacy.ts';
import type { House } from '#src/domain/house/house.ts';
import type { PatientId } from '#src/domain/ids.ts';
import { patientLine } from '#src/domain/referral/patient-line.ts';
import type { Breach } from '#src/domain/rights/breach.ts';
import { type Processor, processorLines } from '#src/domain/rights/processor.ts';
import { type RightsRequest, requestClock } from '#src/domain/rights/request.ts';
import type { ReadingPage } from '#src/usecases/page.ts';
import type { Desk } from '#src/usecases/rights/desk.ts';
import { namedPerson, namedPlace } from './referral-shape.ts';

type Standing = PrivacyDesk['trail'][number];
type Line = (patient: PatientId) => Promise<string>;

/** Initials and the last characters of an identifier; nothing where the patient was erased. */
export const lineOf =
  (page: ReadingPage): Line =>
  async (patient) => {
    const identity = await page.patients.identity(patient);
    return identity ? patientLine(identity) : '–';
  };

export async function requestShape(one: RightsRequest, house: House, now: Date, line: Line): Promise<RequestShown> {
  const { day, due, is } = requestClock(one, now);
  const { ended } = one;
  return {
    id: one.id,
    kind: one.kind,
    from: one.from,
    institution: namedPlace(house, one.institution),
    owner: namedPerson(house, one.owner),
    patient: await line(one.patient),
    words: one.words,
    receivedAt: one.receivedAt.toISOString(),
    due: due.toISOString(),
    day,
    is,
    identity: one.identityProvedAt ? 'proved' : one.identityAskedAt ? 'asked' : 'not-asked',
    ...(ended
      ? {
          ended: {
            how: ended.how,
            at: ended.at.toISOString(),
            words: ended.words,
            ...(ended.lateReason ? { lateReason: ended.lateReason } : {}),
          },
        }
      : {}),
  };
}

export const breachShape = ({ id, institution, foundAt, facts, decided }: Breach, house: House): BreachShown => ({
  id,
  institution: namedPlace(house, institution),
  foundAt: foundAt.toISOString(),
  facts,
  ...(decided ? { closed: { ...decided, at: decided.at.toISOString() } } : {}),
});

export async function deskShape(
  page: ReadingPage,
  desk: Desk,
  trail: readonly Omit<Standing, 'institution'>[],
  house: House,
  now: Date,
  processors: readonly Processor[],
): Promise<PrivacyDesk> {
  const line = lineOf(page);
  const place = (institution: Parameters<typeof namedPlace>[1]) => namedPlace(house, institution);
  return {
    now: now.toISOString(),
    institutions: desk.institutions.map((id) => ({ id, name: place(id) })),
    people: house.people
      .filter(({ works }) => works.some(({ institution }) => desk.institutions.includes(institution)))
      .map(({ id, name }) => ({ id, name })),
    requests: await Promise.all(desk.requests.map((one) => requestShape(one, house, now, line))),
    reviews: desk.reviews,
    trail: trail.map((one) => ({ ...one, institution: place(one.chain as Desk['institutions'][number]) })),
    breaches: desk.breaches.map((one) => breachShape(one, house)),
    holds: await Promise.all(
      desk.holds.map(async ({ id, patient, institution, reason, at, lifted }) => ({
        id,
        patient: await line(patient),
        institution: place(institution),
        reason,
        at: at.toISOString(),
        lifted: lifted !== undefined,
      })),
    ),
    due: await Promise.all(
      desk.due.map(async ({ patient, institution, since, held }) => ({
        patient: await line(patient),
        institution: place(institution),
        since: since.toISOString(),
        held,
      })),
    ),
    certificates: desk.certificates.map(({ id, patient, institution, why, at, doneAt, rows, files }) => ({
      id,
      patient,
      institution: place(institution),
      why,
      at: at.toISOString(),
      ...(doneAt ? { doneAt: doneAt.toISOString() } : {}),
      rows: { ...rows },
      files: files.length,
    })),
    clashes: desk.clashes.map(({ code, institution, at }) => ({
      code,
      institution: place(institution),
      at: at.toISOString(),
    })),
    processors: processorLines(processors, now).map(({ id, name, receives, where: at, contract, is }) => ({
      id,
      name,
      receives,
      where: at,
      ...contract,
      is,
    })),
  };
}
