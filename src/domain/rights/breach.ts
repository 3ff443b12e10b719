import type { Happening, What } from '../happening.ts';
import type { ClinicianId, Id, InstitutionId } from '../ids.ts';

export type BreachId = Id<'Breach'>;

/** What a notice to the Privacy Commissioner asks for (PCPD guidance on data breach, June 2023). Words are the officer's. */
export type BreachFacts = {
  readonly what: string;
  readonly how: string;
  readonly cause: string;
  readonly contained: string;
  readonly harm: string;
  readonly steps: string;
};

export type Breach = {
  readonly id: BreachId;
  readonly institution: InstitutionId;
  readonly foundAt: Date;
  readonly notedAt: Date;
  readonly by: ClinicianId;
  readonly select: Selection;
  readonly facts: BreachFacts;
  readonly closedAt?: Date;
  /** The Commissioner and the patients were told, or it was decided not to. */
  readonly decided?: { readonly at: Date; readonly notify: boolean; readonly why: string };
};

/** Which entries of the trail belong to it. All that is given must fit. */
export type Selection = {
  readonly person?: string;
  readonly from?: string;
  readonly until?: string;
  readonly patients?: readonly string[];
  /** `chain:seq`, one by one. */
  readonly entries?: readonly string[];
};

type Entry = { readonly chain: string; readonly seq: number; readonly happening: Happening };

/** What was reached, patient by patient: the drill's answer. */
export type Reach = {
  readonly patients: readonly {
    readonly patient: string;
    readonly referrals: readonly string[];
    readonly first: string;
    readonly last: string;
    readonly read: Readonly<Record<string, number>>;
    readonly by: readonly string[];
  }[];
  readonly people: readonly string[];
  readonly institutions: readonly string[];
  readonly entries: number;
};

const reads = new Set<What>([
  'seen',
  'record-opened',
  'record-searched',
  'exported',
  'emergency-opened',
  'emergency-widened',
  'phone-shown',
  'memo-sent',
  'told',
]);

export function selected({ chain, seq, happening }: Entry, wanted: Selection): boolean {
  const at = happening.at instanceof Date ? happening.at.toISOString() : String(happening.at);
  if (wanted.entries && !wanted.entries.includes(`${chain}:${seq}`)) return false;
  if (wanted.person && !('person' in happening.by && happening.by.person === wanted.person)) return false;
  if (wanted.from && at < wanted.from) return false;
  if (wanted.until && at > wanted.until) return false;
  return !wanted.patients || (happening.patient !== undefined && wanted.patients.includes(happening.patient));
}

/** Affected patients and what was read of each, from the chosen entries. Refusals are no reading: nothing was shown. */
export function reachOf(entries: Iterable<Entry>, wanted: Selection): Reach {
  const found = new Map<
    string,
    { referrals: Set<string>; first: string; last: string; read: Map<string, number>; by: Set<string> }
  >();
  const people = new Set<string>();
  const places = new Set<string>();
  let count = 0;
  for (const entry of entries) {
    const { happening } = entry;
    if (!reads.has(happening.what) || !selected(entry, wanted)) continue;
    count += 1;
    places.add(happening.institution);
    const who = 'person' in happening.by ? happening.by.person : `baton ${happening.by.baton}`;
    people.add(who);
    const patient = happening.patient ?? (happening.referral ? `of referral ${happening.referral}` : undefined);
    if (!patient) continue;
    const at = happening.at instanceof Date ? happening.at.toISOString() : String(happening.at);
    const one = found.get(patient) ?? { referrals: new Set(), first: at, last: at, read: new Map(), by: new Set() };
    if (happening.referral) one.referrals.add(happening.referral);
    if (at < one.first) one.first = at;
    if (at > one.last) one.last = at;
    const what =
      'how' in happening && happening.what === 'seen' ? `${happening.what} ${happening.how}` : happening.what;
    one.read.set(what, (one.read.get(what) ?? 0) + 1);
    one.by.add(who);
    found.set(patient, one);
  }
  return {
    patients: [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([patient, { referrals, first, last, read, by }]) => ({
        patient,
        referrals: [...referrals].sort(),
        first,
        last,
        read: Object.fromEntries([...read].sort()),
        by: [...by].sort(),
      })),
    people: [...people].sort(),
    institutions: [...places].sort(),
    entries: count,
  };
}

/** Day and minute as a form in Hong Kong has them. */
const writtenHongKong = (at: string | Date): string =>
  `${new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} HKT`;

/** The parts of the draft in the order of the Commissioner's notification form; the words are said in the catalogues (`breach.form.*`). */
export type NoticeDraft = readonly { readonly part: string; readonly says: string }[];

export function noticeDraft(
  { institution, foundAt, facts }: Pick<Breach, 'institution' | 'foundAt' | 'facts'>,
  reach: Reach,
  names: { readonly institution: string; readonly officer: string },
): NoticeDraft {
  const span = reach.patients.flatMap(({ first, last }) => [first, last]).sort();
  const missing = (words: string): string => words.trim() || '____';
  return [
    { part: 'user', says: `${names.institution} (${institution})` },
    { part: 'contact', says: names.officer },
    {
      part: 'when',
      says: span.length > 0 ? `${writtenHongKong(span[0] ?? '')} – ${writtenHongKong(span.at(-1) ?? '')}` : '____',
    },
    { part: 'found', says: writtenHongKong(foundAt) },
    { part: 'what', says: missing(facts.what) },
    { part: 'how', says: missing(facts.how) },
    { part: 'cause', says: missing(facts.cause) },
    { part: 'number', says: String(reach.patients.length) },
    {
      part: 'kinds',
      says: [...new Set(reach.patients.flatMap(({ read }) => Object.keys(read)))].sort().join(', ') || '____',
    },
    { part: 'contained', says: missing(facts.contained) },
    { part: 'harm', says: missing(facts.harm) },
    { part: 'steps', says: missing(facts.steps) },
  ];
}
