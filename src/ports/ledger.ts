import type { Errand } from '../domain/errand.ts';
import type { Happening } from '../domain/happening.ts';
import type {
  ClinicianId,
  GroupId,
  HotlineId,
  InstitutionId,
  PatientId,
  ReferralId,
  TenantId,
  UploadId,
  UserId,
} from '../domain/ids.ts';
import type { Language } from '../domain/people/person.ts';
import type { Identity, ReferralContent } from '../domain/referral/content.ts';
import type { Referral, State } from '../domain/referral/referral.ts';
import type { Alerts } from './alerts.ts';
import type { Annotations, Remarks } from './annotations.ts';
import type { Archive, ArchiveReader } from './archive.ts';
import type { ConsentReader, Consents, ConsentTickets, Emergencies, EmergencyReader } from './consents.ts';
import type { ConsultationReader, Consultations, FollowUpReader, FollowUps } from './consultations.ts';
import type { DrawerKeys } from './drawer-keys.ts';
import type { DrillReader, Drills } from './drills.ts';
import type { FiguresReader } from './figures.ts';
import type { HandoverReader, Handovers, RosterReader, Rosters } from './handovers.ts';
import type { KeyShares } from './key-shares.ts';
import type { Lane } from './messenger.ts';
import type { ReadingReader, Readings } from './readings.ts';
import type { ReasonReader, Reasons } from './reasons.ts';
import type { Rights, RightsReader } from './rights.ts';
import type { Switches, SwitchReader } from './switches.ts';

/**
 * What is kept. `write` is one transaction: state, happenings and outgoing work commit together or not at all.
 * A conflict between two writers is retried a few times from the start, so `work` must have no effect outside the page.
 */
export interface Ledger {
  write<T>(work: (page: Page) => Promise<T>): Promise<T>;
  read<T>(work: (page: ReadingPage) => Promise<T>): Promise<T>;
}

export type Due = { readonly at: Date; readonly rung: number };

/** Where a draft grows: uploads of the same person in the same conversation join it. */
export type DraftPlace = string;

export type ReferralRow = { readonly referral: Referral; readonly due: Due | undefined };

export type ReferralQuery = {
  readonly states?: readonly State[];
  readonly institutions?: readonly InstitutionId[];
  readonly author?: ClinicianId;
  readonly heldBy?: ClinicianId;
  readonly patient?: PatientId;
  readonly hotline?: HotlineId;
  readonly open?: boolean;
  readonly limit: number;
  readonly after?: { readonly startedAt: Date; readonly id: ReferralId };
};

export type WholeReferral = ReferralRow & { readonly content: ReferralContent };

/** What a referral said until somebody changed it. */
export type OlderContent = { readonly until: Date; readonly content: ReferralContent };

export interface ReferralReader {
  get(id: ReferralId): Promise<ReferralRow | undefined>;
  byCode(code: string): Promise<ReferralRow | undefined>;
  list(query: ReferralQuery): Promise<readonly ReferralRow[]>;
  content(referral: Referral): Promise<ReferralContent>;
  /** Those of them that exist, with what they say, in one question. */
  several(ids: readonly ReferralId[]): Promise<ReadonlyMap<ReferralId, WholeReferral>>;
  /** What it said before, the oldest first: nothing that was said is lost when it says something else. */
  olderContents(referral: Referral): Promise<readonly OlderContent[]>;
  openDraft(author: ClinicianId, place: DraftPlace): Promise<ReferralRow | undefined>;
  /** Open referrals of the patient to the same institution, the given one left out. */
  live(patient: PatientId, to: InstitutionId, except: ReferralId): Promise<readonly Referral[]>;
}

export interface ReferralWriter extends ReferralReader {
  /** As `get`, and nobody else can change it until the page ends. */
  hold(id: ReferralId): Promise<ReferralRow | undefined>;
  add(referral: Referral, content: ReferralContent, due: Due | undefined, place: DraftPlace | undefined): Promise<void>;
  /** Takes the next version (kept version + 1); refuses `referral.changed-meanwhile` when somebody kept another since. `due` undefined clears the clock. */
  keep(referral: Referral, due: Due | undefined): Promise<void>;
  /** Sets only the next alarm; the case itself is unchanged. */
  setDue(id: ReferralId, due: Due | undefined): Promise<void>;
  keepContent(referral: Referral, content: ReferralContent): Promise<void>;
  /** The draft no longer collects from its conversation. */
  settlePlace(id: ReferralId): Promise<void>;
  /** Holds up to `limit` referrals whose clock has run out, skipping those others hold. */
  overdue(now: Date, limit: number): Promise<readonly ReferralRow[]>;
}

export interface Patients {
  add(id: PatientId, identity: Identity, how?: Indexed): Promise<void>;
  identity(id: PatientId): Promise<Identity | undefined>;
  keepIdentity(id: PatientId, identity: Identity, how?: Indexed): Promise<void>;
  /** By exact identifier, through its blind index. */
  byHkid(hkid: string): Promise<PatientId | undefined>;
  /** By name, through keyed bigrams, re-checked after opening. Newest first. */
  byName(words: string, limit: number): Promise<readonly PatientId[]>;
  /** The draft's stand-in patient turned out to be one we know: keys, uploads and referrals move over. */
  merge(from: PatientId, into: PatientId): Promise<void>;
  /**
   * The referral leaves `from` for `into`, who must be there: what is sealed in the tables is sealed anew with the key of `into`, institutions that hold a key and take part in the
   * referral hold one to `into`. Gives the uploads whose files wait to be sealed anew; until then they open with the old key.
   */
  separate(referral: ReferralId, from: PatientId, into: PatientId): Promise<readonly UploadId[]>;
  /** A file is sealed anew. */
  resealed(upload: UploadId): Promise<void>;
  /** Files of others still open with this patient's keys only: their keys may not be destroyed yet. */
  lendsKeys(id: PatientId): Promise<boolean>;
  /** One number, two who differ. False when it was kept before. */
  keepClash(clash: Clash): Promise<boolean>;
  /** Of referrals these institutions take part in, the oldest first; the settled ones are left out. */
  clashes(institutions: readonly InstitutionId[]): Promise<readonly Clash[]>;
  settleClash(referral: ReferralId, settled: ClashSettled): Promise<void>;
  /** What was said since leaves nothing to settle. */
  withdrawClash(referral: ReferralId): Promise<void>;
  /** Somebody decided that this referral is not about that patient. */
  werePartedFor(referral: ReferralId, other: PatientId): Promise<boolean>;
}

/** What somebody decided about two, and why. */
export type ClashSettled = {
  readonly how: 'joined' | 'parted';
  readonly by: ClinicianId;
  readonly at: Date;
  readonly words: string;
};

/** `without-number`: the identity number is kept, and leads to another patient. `unfindable`: neither number nor name leads here; it is nobody. */
export type Indexed = 'with-number' | 'without-number' | 'unfindable';

/** The patient of a referral and another one have the same identity number and are, as far as is known, not the same person. */
export type Clash = {
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly other: PatientId;
  readonly at: Date;
};

export type UploadState = 'expected' | 'kept' | 'filed' | 'refused' | 'withdrawn';

/** How the bytes of an upload can be had again while they are not kept yet. */
export type UploadOrigin =
  | {
      readonly way: 'message';
      readonly tenant: TenantId;
      readonly downloadCode: string;
      readonly message: string;
      /** A voice whose words DingTalk recognised itself: they came with it, and nobody else need hear it. */
      readonly isHeard?: boolean;
    }
  | {
      readonly way: 'space';
      readonly tenant: TenantId;
      readonly group: GroupId;
      readonly space: string;
      readonly file: string;
      readonly version: number;
    }
  | { readonly way: 'page'; readonly session: string }
  /** It lay in another upload, so many files deep. */
  | { readonly way: 'inside'; readonly upload: UploadId; readonly depth: number };

export type Upload = {
  readonly id: UploadId;
  readonly referral: ReferralId | undefined;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  readonly state: UploadState;
  readonly origin: UploadOrigin;
  readonly name: string;
  readonly kind?: string;
  readonly mime?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly refusal?: string;
  readonly at: Date;
  /** Where the answer about it goes. */
  readonly replyTo?: unknown;
};

export interface Uploads {
  add(upload: Upload): Promise<boolean>;
  get(id: UploadId): Promise<Upload | undefined>;
  keep(upload: Upload): Promise<void>;
  of(referral: ReferralId): Promise<readonly Upload[]>;
  /** The same without opening what is sealed of them. */
  standings(referral: ReferralId): Promise<readonly Pick<Upload, 'id' | 'state' | 'kind'>[]>;
  /** False when this (space, file, version) has been seen before. */
  seenInSpace(space: string, file: string, version: number, at: Date): Promise<boolean>;
}

export type PostedCard = {
  readonly referral: ReferralId;
  readonly placeKey: string;
  readonly track: string;
  readonly template: string;
  readonly receipt?: string;
  readonly shownVersion: number;
  /** What it tells of the files, as one word: another word, another card. */
  readonly shownFiles?: string;
  readonly way: 'card' | 'message';
};

export interface Posted {
  card(referral: ReferralId, placeKey: string): Promise<PostedCard | undefined>;
  cardByTrack(track: string): Promise<PostedCard | undefined>;
  cards(referral: ReferralId): Promise<readonly PostedCard[]>;
  keepCard(card: PostedCard): Promise<void>;
  /** Remembers what a receipt belongs to, so that a read event finds its referral. */
  keepReceipt(
    receipt: string,
    about: { readonly referral?: ReferralId; readonly what: string; readonly tenant: TenantId },
  ): Promise<void>;
  receipt(
    receipt: string,
  ): Promise<{ readonly referral?: ReferralId; readonly what: string; readonly tenant: TenantId } | undefined>;
  /** False when this reader was noted before. */
  noteRead(receipt: string, user: UserId, at: Date): Promise<boolean>;
}

export type ApprovalRow = {
  readonly referral: ReferralId;
  readonly contentVersion: number;
  readonly tenant: TenantId;
  readonly reference: string;
  readonly instance?: string;
  readonly state: 'starting' | 'running' | 'settled';
  readonly startedAt: Date;
};

export interface ApprovalRows {
  get(referral: ReferralId, contentVersion: number): Promise<ApprovalRow | undefined>;
  byInstance(tenant: TenantId, instance: string): Promise<ApprovalRow | undefined>;
  keep(row: ApprovalRow): Promise<void>;
  unsettled(limit: number): Promise<readonly ApprovalRow[]>;
}

export interface PeopleNotes {
  /** Verified sign-in links a DingTalk user to a person; config may do so too. */
  personOf(tenant: TenantId, user: UserId): Promise<ClinicianId | undefined>;
  link(person: ClinicianId, tenant: TenantId, user: UserId, unionId: string | undefined, at: Date): Promise<void>;
  language(person: ClinicianId): Promise<Language | undefined>;
  keepLanguage(person: ClinicianId, language: Language): Promise<void>;
  /** Left the organisation: sessions, links and waiting confirmations end at once. */
  endFor(tenant: TenantId, user: UserId, at: Date): Promise<void>;
  hasLeft(tenant: TenantId, user: UserId): Promise<boolean>;
  comeBack(tenant: TenantId, user: UserId): Promise<void>;
}

/** Something irreversible that waits for "yes". One per person and conversation; sealed; gone after its time. */
export interface Confirmations {
  ask(person: ClinicianId, place: string, command: unknown, until: Date): Promise<void>;
  take(person: ClinicianId, place: string, now: Date): Promise<unknown>;
  endFor(person: ClinicianId): Promise<void>;
}

/** Small facts about an organisation that DingTalk gave us: template codes, space ids. */
export interface TenantNotes {
  get(tenant: TenantId, name: string): Promise<string | undefined>;
  keep(tenant: TenantId, name: string, value: string): Promise<void>;
}

export type Session = {
  readonly id: string;
  readonly person: ClinicianId;
  readonly tenant: TenantId;
  readonly user: UserId;
  readonly device: string;
  readonly csrf: string;
  readonly from: Date;
  /** Ends then, used or not. */
  readonly until: Date;
  /** Last used; ends a set time after, too. */
  readonly seenAt: Date;
};

export interface Sessions {
  add(session: Session): Promise<void>;
  get(id: string, now: Date): Promise<Session | undefined>;
  /** Those of one person that are not over. */
  of(person: ClinicianId, now: Date): Promise<readonly Session[]>;
  seen(id: string, at: Date): Promise<void>;
  end(id: string): Promise<void>;
  endAllOf(person: ClinicianId): Promise<void>;
}

export type ErrandOptions = {
  readonly lane?: Lane /** Merges with a waiting errand of the same key. */;
  readonly key?: string;
  readonly notBefore?: Date;
};

export interface ReadingPage {
  readonly referrals: ReferralReader;
  readonly patients: Pick<Patients, 'identity' | 'byHkid' | 'byName' | 'clashes'>;
  readonly uploads: Pick<Uploads, 'get' | 'of' | 'standings'>;
  readonly posted: Pick<Posted, 'card' | 'cardByTrack' | 'cards' | 'receipt'>;
  readonly approvals: Pick<ApprovalRows, 'get' | 'byInstance' | 'unsettled'>;
  readonly people: Pick<PeopleNotes, 'personOf' | 'language' | 'hasLeft'>;
  readonly tenants: Pick<TenantNotes, 'get'>;
  readonly sessions: Pick<Sessions, 'get' | 'of'>;
  readonly alerts: Pick<Alerts, 'of' | 'counts'>;
  readonly annotations: Pick<Annotations, 'of' | 'get'>;
  readonly remarks: Pick<Remarks, 'of' | 'sound'>;
  readonly consultations: ConsultationReader;
  readonly followUps: FollowUpReader;
  readonly handovers: HandoverReader;
  readonly rosters: RosterReader;
  readonly consents: ConsentReader;
  readonly emergencies: EmergencyReader;
  readonly tickets: Pick<ConsentTickets, 'byToken' | 'byCode'>;
  readonly reasons: ReasonReader;
  readonly rights: RightsReader;
  readonly switches: SwitchReader;
  readonly figures: FiguresReader;
  readonly drills: DrillReader;
  readonly readings: ReadingReader;
  readonly archive: ArchiveReader;
  readonly trail: { of(referral: ReferralId): Promise<readonly KeptHappening[]> };
}

export type KeptHappening = Happening & { readonly chain: InstitutionId; readonly seq: number };

export interface Page extends ReadingPage {
  readonly keys: KeyShares;
  readonly referrals: ReferralWriter;
  readonly patients: Patients;
  readonly uploads: Uploads;
  readonly posted: Posted;
  readonly approvals: ApprovalRows;
  readonly people: PeopleNotes;
  readonly confirmations: Confirmations;
  readonly tenants: TenantNotes;
  readonly sessions: Sessions;
  readonly alerts: Alerts;
  readonly annotations: Annotations;
  readonly remarks: Remarks;
  readonly consultations: Consultations;
  readonly followUps: FollowUps;
  readonly handovers: Handovers;
  readonly rosters: Rosters;
  readonly consents: Consents;
  readonly emergencies: Emergencies;
  readonly tickets: ConsentTickets;
  readonly reasons: Reasons;
  readonly rights: Rights;
  readonly switches: Switches;
  readonly drills: Drills;
  readonly drawerKeys: DrawerKeys;
  readonly readings: Readings;
  readonly archive: Archive;
  /** Adds a link for each to the trail of its institution, in their order. */
  happened(...happenings: Happening[]): Promise<void>;
  /** Queues outgoing work in this transaction. */
  send(errand: Errand, options?: ErrandOptions): Promise<void>;
}
