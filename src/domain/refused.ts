/** We understood, and the answer is no. `code` is stable and public; the message names ids, never people. */
export class Refused extends Error {
  readonly code: RefusalCode;
  /** What the words of the answer need besides the code: ids, limits, names of fields. Never patient data. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.details = details;
  }
}

/** Something outside (DingTalk, the store, the network) failed, or may not be asked just now; trying again later may work. */
export class Unreachable extends Error {
  readonly code:
    | 'dingtalk.unreachable'
    | 'dingtalk.quota-used-up'
    | 'store.unreachable'
    | 'vault.unreachable'
    | 'transcriber.unreachable'
    | 'processor.not-registered';

  constructor(code: Unreachable['code'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Unreachable';
    this.code = code;
  }
}

/** Every "no" that a person can meet. Each has words in three languages (bot/words, miniapp/words) and a line in docs/failure-modes.md. */
export type RefusalCode =
  | 'referral.not-found'
  | 'referral.wrong-state'
  | 'referral.not-yours'
  | 'referral.incomplete'
  | 'referral.changed-meanwhile'
  | 'referral.stale-card'
  | 'referral.reason-needed'
  | 'referral.two-patients'
  | 'alert.unanswered'
  | 'alert.reason-needed'
  | 'alert.not-there'
  | 'consent.missing'
  | 'consent.scope'
  | 'consent.needs-substitute'
  | 'consent.substitute'
  | 'consent.dates'
  | 'consent.not-found'
  | 'consent.link-used'
  | 'emergency.reason'
  | 'emergency.over'
  | 'person.unknown'
  | 'person.left'
  | 'person.role'
  | 'hotline.unknown'
  | 'institution.unknown'
  | 'institution.off'
  | 'admin.last'
  | 'drill.real-patient'
  | 'drill.not-configured'
  | 'record.not-found'
  | 'identity.hkid-check-digit'
  | 'identity.birth-date'
  | 'identity.missing'
  | 'identity.nothing-to-settle'
  | 'upload.empty'
  | 'upload.too-large'
  | 'upload.unreadable-type'
  | 'upload.expired'
  | 'upload.not-found'
  | 'upload.incomplete'
  | 'upload.hash-mismatch'
  | 'upload.encrypted'
  | 'upload.damaged'
  | 'upload.too-complex'
  | 'upload.nested-too-deep'
  | 'upload.too-slow'
  | 'upload.reader-failed'
  | 'identity.mismatch'
  | 'upload.unsafe'
  | 'upload.unknown-encoding'
  | 'consultation.not-found'
  | 'consultation.not-askable'
  | 'consultation.not-yours'
  | 'consultation.over'
  | 'follow-up.not-found'
  | 'follow-up.over'
  | 'handover.taken'
  | 'handover.over'
  | 'roster.changed-meanwhile'
  | 'roster.not-staff'
  | 'roster.over'
  | 'visit.no-phone'
  | 'visit.in-the-past'
  | 'visit.unclear-time'
  | 'command.unknown'
  | 'command.confirm-expired'
  | 'door.login-expired'
  | 'door.login-code'
  | 'door.csrf'
  | 'door.too-many'
  | 'door.bad-request'
  | 'callback.signature'
  | 'callback.replayed'
  | 'callback.undecipherable'
  | 'frame.malformed'
  | 'frame.foreign-corp'
  | 'config.invalid'
  | 'policy.unreadable'
  | 'policy.locks-out'
  | 'access.need-to-know'
  | 'store.version'
  | 'rights.held'
  | 'trail.broken'
  | 'vault.key-missing'
  | 'vault.tampered'
  | 'vault.no-key-for-institution'
  | 'signature.invalid'
  | 'letter.mirror-differs'
  | 'letter.unsigned';
