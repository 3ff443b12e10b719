import type { Grant } from '../../domain/access/grant.ts';
import { tooNear } from '../../domain/access/own-people.ts';
import { categoryOfFile } from '../../domain/access/redact.ts';
import type { ArchiveKind } from '../../domain/archive/entry.ts';
import { lineOf } from '../../domain/archive/line.ts';
import { type FoundLine, marked, matchLines } from '../../domain/archive/match.ts';
import { type Sought, soughtIn } from '../../domain/archive/query.ts';
import type { InstitutionId, PatientId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Lexicon } from '../../domain/reading/lexicon.ts';
import type { ArchiveCandidate } from '../../ports/archive.ts';
import type { Page } from '../../ports/ledger.ts';
import { flagLook } from '../access/flag-look.ts';
import type { World } from '../world.ts';
import { leaveToFind } from './leave-to-find.ts';

export type ArchiveWish = {
  readonly words: string;
  readonly patients?: readonly PatientId[];
  readonly kinds?: readonly ArchiveKind[];
  readonly origins?: readonly InstitutionId[];
  readonly from?: Date;
  readonly to?: Date;
};

/** One thing that was found, with the leave it is shown by. */
export type Found = {
  readonly grant: Grant;
  readonly candidate: ArchiveCandidate;
  readonly title?: string;
  readonly line?: FoundLine;
  readonly hasThumbnail: boolean;
};

export type FoundInArchive = { readonly found: readonly Found[]; readonly more: boolean };

const shownAtOnce = 12;
/** The first look takes little more than is shown, for what is opened of it is most of the work; who finds little of it looks further at once. */
const firstBatch = 20;
const batch = 60;
/** So many that may fit are looked at, the newest first; who finds too much says more. */
const mostLookedAt = 600;

/**
 * Looks through everything filed at the places a person works at. Leave is asked before anything is counted or opened, and each line by itself, so that
 * what may not be seen cannot be found, neither by its words nor by a number. Every referral of which something is shown has a look in its trail.
 */
export const findInArchive =
  (world: Pick<World, 'clock' | 'house' | 'policy'> & { readonly lexicon: Lexicon }) =>
  async (page: Page, person: Person, wish: ArchiveWish): Promise<FoundInArchive> => {
    const sought = soughtIn(world.lexicon, wish.words);
    if (sought.length === 0 && !wish.patients) return { found: [], more: false };
    const places = [...new Set(person.works.map(({ institution }) => institution))];
    const { leave, expect } = leaveToFind(world, page, person);
    const found = new Map<string, Found>();
    let limit = firstBatch;
    for (let offset = 0; offset < mostLookedAt && found.size <= shownAtOnce; offset += limit, limit = batch) {
      const candidates = await page.archive.candidates({
        ...wish,
        places,
        all: sought.map(({ alternatives }) => alternatives),
        limit,
        offset,
      });
      await expect(candidates.map(({ referral }) => referral));
      for (const candidate of candidates) {
        if (found.size > shownAtOnce) break;
        const before = found.get(candidate.source);
        // A file that says it of a day is shown for that day, not for the day it came.
        if (before && (before.candidate.isDated || !candidate.isDated)) continue;
        const one = await look(world, page, leave(candidate.referral), candidate, sought);
        if (one) found.set(candidate.source, one);
      }
      if (candidates.length < limit) break;
    }
    const shown = [...found.values()].slice(0, shownAtOnce);
    await noteLooks(world, page, shown);
    return { found: await withThumbnails(page, shown), more: found.size > shownAtOnce };
  };

async function look(
  { lexicon }: { readonly lexicon: Lexicon },
  page: Page,
  grant: Grant | undefined,
  candidate: ArchiveCandidate,
  sought: readonly Sought[],
): Promise<Found | undefined> {
  if (!grant || (candidate.upload && !grant.categories.includes(fileCategory(candidate)))) return undefined;
  const text = await page.archive.open(candidate);
  const match = matchLines(text.lines, grant.categories, sought);
  if (!match) return undefined;
  return {
    grant,
    candidate,
    hasThumbnail: false,
    ...(text.title && isShown(lexicon, text.title, grant) ? { title: text.title } : {}),
    ...(match.best ? { line: marked(lexicon, match.best.text, sought) } : {}),
  };
}

/** A file name is a line like any other. */
const isShown = (lexicon: Lexicon, title: string, { categories }: Grant): boolean =>
  lineOf(lexicon, title, []).needs.every((part) => categories.includes(part));

const fileCategory = ({ kind }: ArchiveCandidate) => categoryOfFile(kind === 'imaging' ? 'dicom' : kind);

async function noteLooks(world: Pick<World, 'clock' | 'house'>, page: Page, found: readonly Found[]): Promise<void> {
  const grants = new Map(found.map(({ grant }) => [grant.referral.id, grant]));
  const identities = await page.archive.identities([...grants.values()].map(({ patient }) => patient));
  for (const grant of grants.values()) {
    const identity = identities.get(grant.patient);
    if (identity && tooNear(grant.reader, identity, world.house)) await flagLook(world)(page, grant);
  }
  await page.happened(
    ...[...grants.values()].map(({ reader, post, referral, patient, because }) => ({
      what: 'record-searched' as const,
      at: world.clock.now(),
      by: { person: reader.id },
      institution: post.at,
      referral: referral.id,
      patient,
      ground: because,
    })),
  );
}

async function withThumbnails(page: Page, found: readonly Found[]): Promise<readonly Found[]> {
  const small = await page.archive.shownSmall(found.flatMap(({ candidate }) => candidate.upload ?? []));
  return found.map((one) => ({
    ...one,
    hasThumbnail: one.candidate.upload !== undefined && small.has(one.candidate.upload),
  }));
}
