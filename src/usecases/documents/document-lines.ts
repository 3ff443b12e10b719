import {
  type DocumentLine,
  type DocumentState,
  mostOnACard,
  type OpenFacts,
} from '../../domain/intake/document-line.ts';
import { reconcile } from '../../domain/intake/reconcile.ts';
import { type Finding, isSure } from '../../domain/record/finding.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ReadingPage, Upload } from '../../ports/ledger.ts';
import type { KeptReading, Progress } from '../../ports/readings.ts';
import { isReadable } from './readable.ts';

/** Where a file stands before anything is kept of its reading. */
export const stateWithoutReading = ({ state, kind }: Pick<Upload, 'state' | 'kind'>): DocumentState => {
  if (state === 'expected') return 'received';
  if (state === 'refused') return 'refused';
  // Sound and film are not read: people listen to them and look at them.
  return kind === undefined || isReadable(kind) ? 'reading' : 'filed';
};

/** The files of a referral, each with where it stands beside what the referral says now. */
export async function documentLines(
  page: ReadingPage,
  referral: Referral,
  known: readonly Finding[],
): Promise<readonly DocumentLine[]> {
  const uploads = (await page.uploads.of(referral.id)).filter(({ state }) => state !== 'withdrawn');
  if (uploads.length === 0) return [];
  const readings = new Map((await page.readings.of(referral.id)).map((each) => [each.upload, each]));
  const progress = await page.readings.progress(referral.id);
  return uploads.map((upload, index) =>
    lineOf(upload, index + 1, readings.get(upload.id), progress.get(upload.id), known),
  );
}

function lineOf(
  upload: Upload,
  number: number,
  reading: KeptReading | undefined,
  at: Progress | undefined,
  known: readonly Finding[],
): DocumentLine {
  const state = reading?.state ?? stateWithoutReading(upload);
  const code = reading?.code ?? upload.refusal;
  const { open, fresh } = state === 'read' && reading ? openFacts(reading, known) : nothingOpen;
  return {
    upload: upload.id,
    number,
    name: upload.name,
    state,
    ...(code === undefined ? {} : { code }),
    ...(state === 'reading' && at ? { at } : {}),
    open,
    take: fresh.length <= mostOnACard ? fresh : [],
  };
}

type Opened = { readonly open: OpenFacts; readonly fresh: readonly Finding[] };

const nothingOpen: Opened = { open: { fresh: 0, changed: 0, contradicting: 0, unsure: 0 }, fresh: [] };

function openFacts({ says }: KeptReading, known: readonly Finding[]): Opened {
  const fresh: Finding[] = [];
  const open = { fresh: 0, changed: 0, contradicting: 0, unsure: 0 };
  for (const { finding, answer } of says.facts) {
    if (answer !== undefined) continue;
    const { standing } = reconcile(known, finding);
    if (standing === 'contradicting') open.contradicting += 1;
    else if (!isSure(finding)) open.unsure += 1;
    else if (standing === 'changed') open.changed += 1;
    else if (standing === 'new') {
      open.fresh += 1;
      fresh.push(finding);
    }
  }
  return { open, fresh };
}
