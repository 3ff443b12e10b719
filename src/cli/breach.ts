import { noticeDraft, reachOf, type Selection } from '#src/domain/rights/breach.ts';
import { entriesIn } from './trail-file.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };
export type BreachOptions = {
  readonly person?: string;
  readonly from?: string;
  readonly until?: string;
  readonly entries?: string;
  readonly institution?: string;
  readonly officer?: string;
  readonly what?: string;
};

/** `breach TRAIL [--person ID] [--from TIME] [--until TIME] [--entries chain:seq,…]`: affected patients, what was read, and the draft of the notice. */
export async function runBreach(file: string, options: BreachOptions): Promise<Ending> {
  const instant = (words: string | undefined): string | undefined => (words ? timeIn(words) : undefined);
  const [from, until] = [instant(options.from), instant(options.until)];
  if ((options.from && !from) || (options.until && !until))
    return wrong('A time is written like 2026-11-23T12:00+08:00');
  const select: Selection = {
    ...(options.person ? { person: options.person } : {}),
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
    ...(options.entries ? { entries: options.entries.split(',').map((one) => one.trim()) } : {}),
  };
  const entries = await entriesIn(file);
  if (entries === 'no file') return wrong(`There is no file ${file} that can be read`);
  if (entries === 'broken')
    return {
      exit: 1,
      out: { ok: false, code: 'trail.broken' },
      text: '✗ The trail is broken: baton verify says where.',
    };
  const reach = reachOf(entries, select);
  const where = options.institution ?? reach.institutions.join(', ');
  const draft = noticeDraft(
    {
      institution: where as Parameters<typeof noticeDraft>[0]['institution'],
      foundAt: new Date(),
      facts: { what: options.what ?? '', how: '', cause: '', contained: '', harm: '', steps: '' },
    },
    reach,
    { institution: where, officer: options.officer ?? '____' },
  );
  return {
    exit: 0,
    out: { ok: true, reach, draft },
    text: [
      `${reach.patients.length} patients, ${reach.entries} looks, by ${reach.people.join(', ') || 'nobody'}`,
      ...reach.patients.map(({ patient, referrals, first, last, read }) =>
        [
          patient,
          referrals.join(' '),
          `${first} – ${last}`,
          Object.entries(read)
            .map(([name, times]) => `${name} ×${times}`)
            .join(', '),
        ].join('  '),
      ),
      '',
      ...draft.map(({ part, says }) => `${part}: ${says}`),
    ].join('\n'),
  };
}

const timeIn = (words: string): string | undefined => {
  const at = new Date(words);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};
const wrong = (says: string): Ending => ({ exit: 2, out: { ok: false, code: 'usage', says }, text: says });
