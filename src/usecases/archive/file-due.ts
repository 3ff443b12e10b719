import { entriesOf, type FiledFile } from '../../domain/archive/entries-of.ts';
import { isDrill } from '../../domain/drill/drill.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Lexicon } from '../../domain/reading/lexicon.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import type { KeptReading } from '../../ports/readings.ts';
import { isShutOff } from '../consent/shut-off.ts';
import type { World } from '../world.ts';

type Files = Pick<World, 'ledger' | 'clock'> & { readonly lexicon: Lexicon };

const atOnce = 10;

/** Files what changed since it was last filed, a few referrals on a page, until nothing is left or `most` were done. How many. */
export const fileDue =
  (world: Files) =>
  async (most = 500): Promise<number> => {
    let done = 0;
    while (done < most) {
      const filed = await world.ledger.write(async (page) => {
        const due = await page.archive.takeDue(atOnce);
        for (const referral of due) await fileReferral(world, page, referral);
        return due.length;
      });
      done += filed;
      if (filed < atOnce) break;
    }
    return done;
  };

/** One referral, as it is now. Where the patient does not share it any more, the receiving place has no fingerprint of it left. */
async function fileReferral({ clock, lexicon }: Omit<Files, 'ledger'>, page: Page, which: ReferralId): Promise<void> {
  const row = await page.referrals.get(which);
  // A drill is no record: it is found by its code and by nothing else.
  if (!row || isDrill(row.referral)) return page.archive.replace(which, [], []);
  const { referral } = row;
  const readings = new Map((await page.readings.of(which)).map((one) => [one.upload, one]));
  const files: FiledFile[] = [];
  for (const upload of await page.uploads.of(which))
    if (upload.state === 'kept' || upload.state === 'filed')
      files.push({
        ...fileOf(upload, readings.get(upload.id)),
        ...textPart(await page.archive.textOf(upload.id, referral.patient)),
      });
  const entries = entriesOf(lexicon, { referral, content: await page.referrals.content(referral), files });
  const places = (await isShutOff(page, referral, clock.now())) ? [referral.from] : [referral.from, referral.to];
  await page.archive.replace(which, entries, [...new Set(places)]);
}

const textPart = (text: string | undefined) => (text === undefined ? {} : { text });

/** What a person has not said the owner of is kept out of the archive: it may be somebody else's. */
function fileOf({ id, kind, name, at }: Upload, reading: KeptReading | undefined): FiledFile {
  const isOpen = reading?.state === 'stopped' || reading?.state === 'needs-person';
  return {
    id,
    ...(kind ? { kind } : {}),
    name,
    at,
    isReadable: !isOpen || reading?.confirmedBy !== undefined,
    pages: reading?.says.pages ?? 0,
    ...(reading?.says.subkind ? { subkind: reading.says.subkind } : {}),
    findings: reading?.says.facts.filter(({ answer }) => answer !== 'left').map(({ finding }) => finding) ?? [],
  };
}
