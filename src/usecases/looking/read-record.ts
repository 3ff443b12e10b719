import type { Grant } from '../../domain/access/grant.ts';
import { decide } from '../../domain/access/grant.ts';
import { categoryOf, categoryOfFile, redact } from '../../domain/access/redact.ts';
import type { Category } from '../../domain/consent/category.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Language, Person } from '../../domain/people/person.ts';
import type { Summary } from '../../domain/points/point.ts';
import { threePoints } from '../../domain/points/three-points.ts';
import { contentAsItIs } from '../../domain/record/as-it-is.ts';
import { assemble } from '../../domain/record/assemble.ts';
import { sourcesOf } from '../../domain/record/from-referral.ts';
import type { Naming } from '../../domain/record/naming.ts';
import type { PatientRecord } from '../../domain/record/record.ts';
import { lastVisit, type Since, since } from '../../domain/record/since.ts';
import type { RecordSource } from '../../domain/record/source.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import { type Changes, changesIn } from '../memo/changes-in.ts';
import type { World } from '../world.ts';
import { grantFor } from './grant-for.ts';

export type Part = {
  readonly referral: Referral;
  readonly content: ReferralContent;
  readonly sources: readonly RecordSource[];
};

/** The record of a referral's patient, as one reader may see it. */
export type ReadRecord = {
  readonly grant: Grant;
  readonly record: PatientRecord;
  readonly summary: Summary;
  readonly question: string | undefined;
  readonly parts: readonly Part[];
  readonly since: { readonly at: Date; readonly what: Since } | undefined;
  readonly changes: readonly Changes[];
  /** What the safety net says of the whole record as it is now. */
  readonly safety: ReturnType<World['safety']['check']>;
  readonly hidden: readonly Category[];
};

type Reads = Pick<World, 'clock' | 'house' | 'policy' | 'readText' | 'safety'> & { readonly naming: Naming };

/**
 * Puts the record together from this referral and every other one of the same patient that this person has leave to read, each cut to what was granted for it.
 * Each referral that gave something has a look in its trail. Refuses as opening the referral does.
 */
export const readRecord =
  (world: Reads) =>
  async (page: Page, which: ReferralId, person: Person, language: Language): Promise<ReadRecord> => {
    const grant = await grantFor(world, page, which, person);
    const now = world.clock.now();
    const own = await partOf(world, page, grant);
    const others = await otherParts(world, page, grant);
    const parts = [own, ...others.map(({ part }) => part)];
    const record = assemble(
      parts.flatMap(({ sources }) => sources),
      world.naming,
    );
    const question =
      [own.content.question, own.content.reason].filter((each) => each !== undefined).join(' · ') || undefined;
    const summary = threePoints(record, world.naming, {
      asOf: now,
      language: pointsLanguage(language),
      ...(question === undefined ? {} : { question }),
    });
    const looks = await looksOf(page, which, person);
    const last = lastVisit(looks, now);
    for (const { grant: other } of others) await noteLook(world, page, other, now);
    await noteLook(world, page, grant, now);
    return {
      grant,
      record,
      summary,
      question,
      parts,
      since: last && { at: last, what: since(record, last) },
      changes: changesIn(own.referral, own.content, world),
      safety: world.safety.check(contentAsItIs(record, own.content), now),
      hidden: redact(own.content, grant.categories).hidden,
    };
  };

/** The language the points are said in. */
export const pointsLanguage = (language: Language) =>
  language === 'zh-Hant' ? 'zh-hant' : language === 'zh-Hans' ? 'zh-hans' : 'en';

async function partOf(world: Reads, page: Page, grant: Grant): Promise<Part> {
  const { content } = redact(await page.referrals.content(grant.referral), grant.categories);
  const shown = (source: RecordSource): RecordSource => ({
    ...source,
    findings: source.findings.filter((finding) => {
      const part = categoryOf(finding);
      return part === 'identity' || grant.categories.includes(part);
    }),
  });
  const files = (await page.uploads.of(grant.referral.id)).filter(
    ({ state, kind }) => (state === 'kept' || state === 'filed') && grant.categories.includes(categoryOfFile(kind)),
  );
  return {
    referral: grant.referral,
    content,
    sources: sourcesOf(grant.referral, content, world.readText, files).map(shown),
  };
}

/** How many other referrals of one patient are looked through. */
const most = 60;

async function otherParts(
  world: Reads,
  page: Page,
  { referral, reader }: Grant,
): Promise<readonly { readonly grant: Grant; readonly part: Part }[]> {
  const rows = await page.referrals.list({ patient: referral.patient, limit: most });
  const parts: { grant: Grant; part: Part }[] = [];
  for (const row of rows) {
    if (row.referral.id === referral.id) continue;
    const { consent: said } = await page.referrals.content(row.referral);
    const grant = decide(world.policy.judge, reader, await factsFor(world, page, row.referral, reader, { said }));
    if (grant) parts.push({ grant, part: await partOf(world, page, grant) });
  }
  return parts;
}

/** The moments this person opened the record before. */
async function looksOf(page: Page, which: ReferralId, person: Person): Promise<readonly Date[]> {
  const trail = await page.trail.of(which);
  return trail
    .filter(
      ({ what, by }) => (what === 'record-opened' || what === 'seen') && 'person' in by && by.person === person.id,
    )
    .map(({ at }) => at);
}

const noteLook = (world: Reads, page: Page, { referral, reader, post, because }: Grant, at: Date): Promise<void> =>
  page.happened({
    what: 'record-opened',
    at,
    by: { person: reader.id },
    institution: post.at,
    referral: referral.id,
    patient: referral.patient,
    ground: because,
  });
