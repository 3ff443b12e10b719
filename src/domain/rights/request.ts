import type { ClinicianId, Id, InstitutionId, PatientId } from '../ids.ts';

export type RequestId = Id<'RightsRequest'>;

/** What a patient may ask: who looked, a copy, a correction, erasure, or that some use stops. */
export const requestKinds = ['who-looked', 'copy', 'correction', 'erasure', 'objection'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** Who asks: the patient, a parent of a child, or somebody authorised in writing (PDPO s.2, s.17A). */
export const requesters = ['patient', 'parent', 'authorised'] as const;
export type Requester = (typeof requesters)[number];

export type RightsRequest = {
  readonly id: RequestId;
  readonly patient: PatientId;
  readonly institution: InstitutionId;
  readonly kind: RequestKind;
  readonly from: Requester;
  readonly owner: ClinicianId;
  readonly receivedAt: Date;
  /** What was asked, in words. Gone once the patient was erased. */
  readonly words: string;
  /** The clock stands only while identity is asked for and not proved. */
  readonly identityAskedAt?: Date;
  readonly identityProvedAt?: Date;
  readonly ended?: {
    readonly at: Date;
    readonly by: ClinicianId;
    readonly how: 'answered' | 'refused';
    /** What was given, or why not. */
    readonly words: string;
    /** The written reason that is due when the days are over. */
    readonly lateReason?: string;
  };
  readonly warnedAt?: Date;
  readonly lateToldAt?: Date;
};

/** PDPO s.19 and s.23: 40 days from receipt; the law knows no other pause than an identity that is not proved (s.20). */
export const answerDays = 40;
/** A warning in time to do something. */
export const warnDays = 30;
/** The refusal log is kept four years (PDPO s.27). */
export const refusalLogYears = 4;

const day = 86_400_000;

/** How long the clock stood still until `now`. */
export function pausedMs({ identityAskedAt, identityProvedAt }: RightsRequest, now: Date): number {
  if (!identityAskedAt) return 0;
  return Math.max(0, (identityProvedAt ?? now).getTime() - identityAskedAt.getTime());
}

export type RequestClock = {
  /** Whole days that count, from 0. */
  readonly day: number;
  readonly due: Date;
  readonly is: 'running' | 'paused' | 'warning' | 'late' | 'ended';
};

export function requestClock(request: RightsRequest, now: Date): RequestClock {
  const until = request.ended?.at ?? now;
  const paused = pausedMs(request, until);
  const counted = until.getTime() - request.receivedAt.getTime() - paused;
  const due = new Date(request.receivedAt.getTime() + paused + answerDays * day);
  const days = Math.floor(counted / day);
  const waits = request.identityAskedAt !== undefined && request.identityProvedAt === undefined;
  const is = request.ended
    ? 'ended'
    : waits
      ? 'paused'
      : counted > answerDays * day
        ? 'late'
        : days >= warnDays
          ? 'warning'
          : 'running';
  return { day: days, due, is };
}

/** A correction, an answer or a refusal after the last day needs its reason in writing. */
export const isLate = (request: RightsRequest, now: Date): boolean =>
  now.getTime() - request.receivedAt.getTime() - pausedMs(request, now) > answerDays * day;

/** One line of the register that a privacy officer can hand out: no name, no content. */
export type RegisterLine = {
  readonly request: string;
  readonly institution: string;
  readonly kind: RequestKind;
  readonly from: Requester;
  readonly owner: string;
  readonly received: string;
  readonly due: string;
  readonly ended: string;
  readonly outcome: string;
  readonly late: boolean;
  readonly reason: string;
};

export function registerLine(request: RightsRequest, now: Date): RegisterLine {
  const { due } = requestClock(request, now);
  const { ended } = request;
  return {
    request: request.id,
    institution: request.institution,
    kind: request.kind,
    from: request.from,
    owner: request.owner,
    received: request.receivedAt.toISOString(),
    due: due.toISOString(),
    ended: ended?.at.toISOString() ?? '',
    outcome: ended?.how ?? 'open',
    late: isLate(request, ended?.at ?? now),
    reason: ended?.lateReason ?? (ended?.how === 'refused' ? ended.words : ''),
  };
}

/** Comma-separated values; a cell that a spreadsheet would take for a formula is made text. */
export function registerCsv(lines: readonly RegisterLine[]): string {
  const columns = [
    'request',
    'institution',
    'kind',
    'from',
    'owner',
    'received',
    'due',
    'ended',
    'outcome',
    'late',
    'reason',
  ] as const;
  return csvOf([[...columns], ...lines.map((line) => columns.map((name) => line[name]))]);
}

/** Rows for a spreadsheet; a cell that would begin a formula there is quoted (OWASP: CSV injection). */
export const csvOf = (rows: readonly (readonly (string | boolean)[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\r\n');

function cell(value: string | boolean): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
