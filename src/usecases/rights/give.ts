import { createHash } from 'node:crypto';
import { decide, type Grant } from '../../domain/access/grant.ts';
import { redact } from '../../domain/access/redact.ts';
import type { PatientId } from '../../domain/ids.ts';
import type { Language, Person } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { type CopyOf, cleaned, type SaidOfThem } from '../../domain/rights/copy.ts';
import type { Own } from '../../domain/rights/leave-out.ts';
import { type RequestId, type RightsRequest, registerCsv, registerLine } from '../../domain/rights/request.ts';
import { type Look, whoLooked } from '../../domain/rights/who-looked.ts';
import type { CopyForMachines, PatientPapers } from '../../ports/copies.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import { threadsFor } from '../consultation/read-consultations.ts';
import { namesOf } from '../trail/open-sheet.ts';
import type { World } from '../world.ts';
import { mustBeOf, placesFor } from './may.ts';

type Parts = Pick<World, 'ledger' | 'clock' | 'house' | 'policy'>;
export type Given = { readonly name: string; readonly bytes: Uint8Array };

/** An open request of this person's institution: only while one is open is a patient's record put together. Refuses `record.not-found`, `person.role`. */
async function openRequest(world: Parts, page: ReadingPage, by: Person, which: RequestId): Promise<RightsRequest> {
  const request = mustBeOf(await page.rights.request(which), placesFor(world, by, 'answer-rights'), `request ${which}`);
  return mustBeOf(request.ended ? undefined : request, [request.institution], `open request ${which}`);
}

/** Everybody who looked at the record, for the request that asks it. Refuses `record.not-found`, `person.role`. */
export const readLooks =
  (world: Parts) =>
  async (page: ReadingPage, by: Person, which: RequestId): Promise<readonly Look[]> => {
    const request = await openRequest(world, page, by, which);
    const referrals = (await page.referrals.list({ patient: request.patient, limit: 500 })).map(
      ({ referral }) => referral.id,
    );
    return whoLooked(await page.rights.trailOf(request.patient, referrals));
  };

/**
 * The paper or the bundle that answers a request: who looked, or a copy without other people's names. A copy holds what this institution sent or was sent. Giving is in the trail.
 * Refuses `record.not-found`, `person.role`.
 */
export const giveAnswer =
  (world: Parts, papers: PatientPapers, forMachines: CopyForMachines) =>
  async (
    by: Person,
    which: RequestId,
    form: { readonly what: 'who-looked' | 'copy'; readonly as: 'pdf' | 'json'; readonly language: Language },
  ): Promise<Given> => {
    const at = world.clock.now();
    const made = { language: form.language, reader: form.language === 'en' ? by.name.en : by.name.zhHant, at };
    const { request, looks, copies } = await world.ledger.read(async (page) => {
      const open = await openRequest(world, page, by, which);
      return {
        request: open,
        looks: form.what === 'who-looked' ? await readLooks(world)(page, by, which) : [],
        copies: form.what === 'copy' ? await copiesOf(world, page, by, open) : [],
      };
    });
    const own = ownOf(world, copies);
    const clean = copies.map((one) => cleaned(one, own));
    const content = clean.map(({ copy }) => copy);
    const leftOut = clean.reduce((sum, { count }) => sum + count, 0);
    const names = namesOf(world.house, [
      ...looks.flatMap(({ who, where }) => [who, where]),
      ...copies.flatMap(({ referral }) => [referral.from, referral.to]),
    ]);
    const bytes =
      form.what === 'who-looked'
        ? form.as === 'pdf'
          ? await papers.whoLooked(looks, names, made)
          : text({ request: request.id, at, looks, names })
        : form.as === 'pdf'
          ? await papers.copy(content, names, { ...made, leftOut })
          : Buffer.from(
              forMachines({ copies: content, patient: request.patient, names, at, nameInArchive: () => undefined }),
              'utf8',
            );
    await world.ledger.write((page) => noteGiven(page, request.patient, by, request.institution, bytes, at));
    return { name: `${form.what}-${request.id.slice(0, 8)}.${form.as}`, bytes };
  };

const text = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');

/** What the rules let this person copy, for the patient, of what their institution sent or was sent; restricted parts come from the privacy officer only. */
async function copiesOf(
  world: Parts,
  page: ReadingPage,
  by: Person,
  { patient, institution: at }: RightsRequest,
): Promise<readonly CopyOf[]> {
  const found: CopyOf[] = [];
  for (const { referral } of await page.referrals.list({ patient, institutions: [at], limit: 500 })) {
    const content = await page.referrals.content(referral);
    const facts = await factsFor(world, page, referral, by, { said: content.consent, requestOpen: true });
    const grant = decide(world.policy.judge, by, facts, { action: 'copy', purpose: 'patient-request', at });
    if (grant)
      found.push({
        referral,
        content: redact(content, grant.categories).content,
        said: await saidOf(world, page, grant, content),
      });
  }
  return found.sort((a, b) => a.referral.startedAt.getTime() - b.referral.startedAt.getTime());
}

/** Every word of every thread, and what stands on the images, oldest first, as far as it is granted. */
async function saidOf(
  world: Parts,
  page: ReadingPage,
  grant: Grant,
  content: ReferralContent,
): Promise<readonly SaidOfThem[]> {
  const threads = await threadsFor(world, page, grant, content);
  const words = threads.flatMap((thread) => thread.words);
  const drawings = grant.categories.includes('imaging') ? await page.annotations.of(grant.referral.id) : [];
  return [
    ...words.flatMap(({ id, at, text, voice, onImage }): readonly SaidOfThem[] =>
      text === undefined && !voice
        ? []
        : [
            {
              id,
              at,
              onImage,
              ...(text === undefined ? {} : { text }),
              ...(voice ? { spokenSeconds: voice.seconds } : {}),
            },
          ],
    ),
    ...drawings.flatMap(({ id, at, text }): readonly SaidOfThem[] => (text ? [{ id, at, text, onImage: true }] : [])),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What is the patient's own and stays; the names of staff go with those of everybody else. */
function ownOf({ house }: Pick<World, 'house'>, copies: readonly CopyOf[]): Own {
  const identities = copies.map(({ content }) => content.identity);
  return {
    names: identities.flatMap(({ nameEn, nameZh }) => [nameEn, nameZh].filter((one) => one !== undefined)),
    numbers: identities.flatMap(({ hkid, phone, otherId }) =>
      [hkid, phone, otherId?.value].filter((one) => one !== undefined),
    ),
    others: house.people.flatMap(({ name }) => [name.en, name.zhHant]),
  };
}

const noteGiven = (
  page: Page,
  patient: PatientId,
  by: Person,
  institution: RightsRequest['institution'],
  bytes: Uint8Array,
  at: Date,
) =>
  page.happened({
    what: 'exported',
    kind: 'patient-copy',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    at,
    by: { person: by.id },
    institution,
    patient,
    ground: 'duty',
  });

/** The register of requests, refusals and their reasons, as a table or JSON. Refuses `person.role`. */
export const exportRegister =
  (world: Pick<World, 'clock' | 'policy'>) =>
  async (page: ReadingPage, by: Person, as: 'csv' | 'json'): Promise<Given> => {
    const places = placesFor(world, by, 'keep-registers');
    const now = world.clock.now();
    const lines = (await page.rights.requests(places, 10_000)).map((one) => registerLine(one, now));
    const bytes = as === 'csv' ? Buffer.from(`\ufeff${registerCsv(lines)}\r\n`, 'utf8') : text(lines);
    return { name: `requests-${now.toISOString().slice(0, 10)}.${as}`, bytes };
  };
