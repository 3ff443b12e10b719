import { institution } from '../../domain/house/house.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import {
  type Certificate,
  type ErasureId,
  eraseAfter,
  type HoldId,
  type LegalHold,
  type RetentionYears,
} from '../../domain/rights/retention.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import type { SealedFiles, Vault } from '../../ports/vault.ts';
import { tellPerson } from '../emergency/tell.ts';
import type { World } from '../world.ts';
import { mustBeOf, placesFor, wordsIn } from './may.ts';
import { patientOf } from './requests.ts';

type Parts = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;
export type Erasing = {
  readonly vault: Pick<Vault, 'forget'>;
  readonly files: Pick<SealedFiles, 'remove'>;
  readonly years: RetentionYears;
};

/** Keeps a record from being erased, with the reason. Refuses `person.role`, `referral.not-found`, `referral.reason-needed`. */
export const setHold =
  (world: Parts) =>
  async (page: Page, by: Person, asked: { readonly referral: string; readonly reason: string }): Promise<LegalHold> => {
    const { at: where, patient } = await patientOf(world, page, by, asked.referral);
    placesFor(world, by, 'keep-registers');
    const at = world.clock.now();
    const hold = {
      id: id<HoldId>(world.dice.id()),
      patient,
      institution: where,
      reason: wordsIn(asked.reason, 'A hold'),
      by: by.id,
      at,
    };
    await page.rights.keepHold(hold);
    await page.happened({ what: 'hold-set', hold: hold.id, at, by: { person: by.id }, institution: where, patient });
    return hold;
  };

/** Refuses `record.not-found`, `person.role`. */
export const liftHold =
  (world: Parts) =>
  async (page: Page, by: Person, which: HoldId): Promise<void> => {
    const hold = mustBeOf(await page.rights.hold(which), placesFor(world, by, 'keep-registers'), `hold ${which}`);
    if (hold.lifted) return;
    const at = world.clock.now();
    const { institution: where, patient } = hold;
    await page.rights.keepHold({ ...hold, lifted: { by: by.id, at } });
    await page.happened({ what: 'hold-lifted', hold: which, at, by: { person: by.id }, institution: where, patient });
  };

const isHeld = async (page: ReadingPage, patient: PatientId): Promise<boolean> =>
  (await page.rights.holds({ patient })).some(({ lifted }) => !lifted);

/**
 * Takes everything said of a patient out of the store in this transaction; files and keys follow at once in `finishErasures`. Referrals still under way, and a legal hold of any
 * institution, keep it. Refuses `rights.held`, `referral.wrong-state`.
 */
export async function erasePatient(
  world: Pick<World, 'clock' | 'dice'>,
  page: Page,
  {
    patient,
    at: where,
    by,
    why,
  }: {
    readonly patient: PatientId;
    readonly at: InstitutionId;
    readonly by: Certificate['by'];
    readonly why: Certificate['why'];
  },
): Promise<Certificate> {
  if (await isHeld(page, patient)) throw new Refused('rights.held', `Patient ${patient} is under a legal hold`);
  for (const { referral } of await page.referrals.list({ patient, limit: 500 }))
    if (referral.standing.state !== 'closed' && referral.standing.state !== 'cancelled')
      throw new Refused('referral.wrong-state', `Referral ${referral.id} is still under way`, {
        code: referral.code,
        state: referral.standing.state,
      });
  if (await page.patients.lendsKeys(patient))
    throw new Refused(
      'referral.changed-meanwhile',
      `Files of a referral that left patient ${patient} are still being sealed anew`,
    );
  const at = world.clock.now();
  const certificate = id<ErasureId>(world.dice.id());
  await page.happened({
    what: 'erasure-begun',
    certificate,
    at,
    by: by === 'baton' ? { baton: 'clock' } : { person: by },
    institution: where,
    patient,
    ground: 'duty',
  });
  const { rows, files } = await page.rights.erase(patient);
  const kept: Certificate = { id: certificate, patient, institution: where, why, by, at, rows, files };
  await page.rights.keepCertificate(kept);
  return kept;
}

/** Erases at a patient's own request. Refuses `person.role`, `referral.not-found`, `rights.held`, `referral.wrong-state`. */
export const eraseOnRequest =
  (world: Parts) =>
  async (page: Page, by: Person, referral: string): Promise<Certificate> => {
    const { at, patient } = await patientOf(world, page, by, referral);
    if (!placesFor(world, by, 'erase').includes(at)) throw new Refused('person.role', `${by.id} may not erase`);
    return erasePatient(world, page, { patient, at, by: by.id, why: 'request' });
  };

/** Removes the files and destroys the keys of what was erased, then completes the certificate. Done again after a crash. */
export const finishErasures =
  (world: Pick<World, 'ledger' | 'clock'>, { vault, files }: Pick<Erasing, 'vault' | 'files'>) =>
  async (): Promise<number> => {
    const waiting = await world.ledger.read((page) => page.rights.unfinished(50));
    for (const one of waiting) {
      for (const file of one.files) await files.remove(one.patient, file);
      await vault.forget(one.patient);
      await world.ledger.write(async (page) => {
        const at = world.clock.now();
        await page.rights.keepCertificate({ ...one, doneAt: at });
        await page.happened({
          what: 'erased',
          certificate: one.id,
          at,
          by: { baton: 'clock' },
          institution: one.institution,
          patient: one.patient,
          ground: 'duty',
        });
      });
    }
    return waiting.length;
  };

export type Due = {
  readonly patient: PatientId;
  readonly institution: InstitutionId;
  readonly since: Date;
  readonly held: boolean;
};

/** What is past its keeping time, the held ones marked: the list that comes before anything is erased. */
export async function dueForErasure(
  { clock }: Pick<World, 'clock'>,
  page: ReadingPage,
  years: RetentionYears,
): Promise<readonly Due[]> {
  const now = clock.now();
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - years.record);
  const due: Due[] = [];
  for (const { patient, institution: at, last } of await page.rights.quiet(before, 200)) {
    const identity = await page.patients.identity(patient);
    const since = eraseAfter(last, identity?.birth?.iso, years);
    if (since <= now) due.push({ patient, institution: at, since, held: await isHeld(page, patient) });
  }
  return due;
}

/** A week after the list was shown, what is on it and not held is erased. */
const weekOnList = 7 * 86_400_000;

/** The retention job: tells officers once of what is due, erases what stood on the list for a week and nobody held. Gives how many were erased. */
export const tendRetention =
  (world: Pick<World, 'ledger' | 'clock' | 'house' | 'dice'>, years: RetentionYears) => async (): Promise<number> =>
    world.ledger.write(async (page) => {
      const now = world.clock.now();
      const due = await dueForErasure(world, page, years);
      let erased = 0;
      for (const { patient, institution: at, since, held } of due) {
        if (held || now.getTime() - since.getTime() < weekOnList) continue;
        await erasePatient(world, page, { patient, at, by: 'baton', why: 'retention' });
        erased += 1;
      }
      const fresh = due.filter(({ held, since }) => !held && now.getTime() - since.getTime() < 86_400_000);
      for (const place of new Set(fresh.map(({ institution: at }) => at))) {
        const officer: ClinicianId | undefined = institution(world.house, place)?.privacyOfficer;
        const n = fresh.filter(({ institution: at }) => at === place).length;
        if (officer) await tellPerson(world, page, officer, { key: 'told.retention-due', with: { n } }, '/app/privacy');
      }
      return erased;
    });
