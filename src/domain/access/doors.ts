import { type ActionName, actionNames } from '../referral/actions.ts';
import type { AccessAction } from './question.ts';

/**
 * Every way to a record, and what must be true before it opens. A test gathers the real ones and fails where one is missing here or is gone.
 *
 * - an action: the rules in config/policy are asked that question, for this person and this referral, institution or patient
 * - `anyone`: holds nothing of anybody
 * - `signed-in`: one's own session, settings and uploads only
 * - `own`: something the person made themselves; somebody else's is not found
 * - `ticket`: the patient's own page: a link or a code that was given to them, and their year of birth; it opens their own decisions only
 * - `queued`: Baton's own errand. It was decided by somebody with leave, shows no content of a record, and is looked at again (state, consent) when it is done
 * - `clock`: Baton's own regular work; it reads states, times and ids
 * - `told`: word from DingTalk about people, groups and messages; it opens nothing and can only end or begin work
 * - `caller`: another system with the token of the configuration; it brings what is to be checked, and no record is opened or kept
 * - `operator`: whoever runs commands on the machine that holds the keys; outside the roles, described in docs/security/threat-model.md
 */
export type Needs =
  | AccessAction
  | 'anyone'
  | 'signed-in'
  | 'own'
  | 'ticket'
  | 'queued'
  | 'clock'
  | 'told'
  | 'caller'
  | 'operator';

/** What must be allowed, all of it. */
export type Asks = readonly [Needs, ...Needs[]];

export const requests: Readonly<Record<string, Asks>> = {
  'GET /healthz': ['anyone'],
  'GET /readyz': ['anyone'],
  'GET /metrics': ['anyone'],
  'GET /cds-services': ['caller'],
  'POST /cds-services/:id': ['caller'],
  'POST /cds-services/:id/feedback': ['caller'],
  'GET /api/setup': ['anyone'],
  'POST /api/session': ['anyone'],
  'GET /api/session': ['signed-in'],
  'DELETE /api/session': ['signed-in'],
  'GET /api/sessions': ['signed-in'],
  'DELETE /api/sessions': ['signed-in'],
  'DELETE /api/people/:person/sessions': ['administer'],
  'PUT /api/me/language': ['signed-in'],
  'GET /api/me/drawer': ['signed-in'],
  'POST /api/jsapi': ['signed-in'],
  'GET /api/live': ['signed-in'],
  'GET /api/work': ['list'],
  'POST /api/find': ['search', 'list', 'read'],
  'GET /api/hotlines': ['directory'],
  'GET /api/colleagues': ['directory'],
  'GET /api/referrals/:id': ['read'],
  'GET /api/referrals/:id/signing': ['read'],
  'POST /api/referrals/:id/reasons': ['read'],
  'POST /api/referrals/:id/links': ['read'],
  'POST /api/links': ['read'],
  'POST /api/referrals/:id/actions': ['read', 'know', ...actionNames],
  'POST /api/referrals/:id/corrections': ['read', 'write'],
  'POST /api/referrals/:id/notes': ['read', 'write'],
  'POST /api/referrals/:id/alerts': ['read'],
  'GET /api/safety/review': ['administer'],
  'GET /api/figures': ['figures'],
  'GET /api/figures.csv': ['figures'],
  'GET /api/drills': ['drill'],
  'POST /api/drills': ['drill'],
  'GET /api/drills/:id': ['drill'],
  'POST /api/drills/:id/end': ['drill'],
  'GET /api/admin': ['administer'],
  'POST /api/admin/off': ['administer'],
  'POST /api/admin/on': ['administer'],
  'GET /api/admin/works': ['administer'],
  'GET /api/admin/doctor': ['administer'],
  'GET /api/referrals/:id/files/:file': ['read', 'copy'],
  'GET /api/referrals/:id/files/:file/pages/:page': ['read'],
  'GET /api/referrals/:id/files/:file/thumbnail': ['read'],
  'GET /api/referrals/:id/letter': ['copy'],
  'GET /api/referrals/:id/sign-off': ['copy'],
  'GET /api/referrals/:id/documents': ['read'],
  'POST /api/referrals/:id/documents/:file/answer': ['read', 'write'],
  'POST /api/referrals/:id/documents/:file/confirm': ['read', 'write'],
  'GET /api/referrals/:id/images': ['read'],
  'GET /api/referrals/:id/images/beside/:earlier': ['read'],
  'GET /api/referrals/:id/images/:file': ['read'],
  'GET /api/referrals/:id/images/:file/picture': ['read'],
  'GET /api/referrals/:id/images/:file/ecg': ['read'],
  'POST /api/referrals/:id/images/annotations': ['read'],
  'DELETE /api/referrals/:id/images/annotations/:annotation': ['read', 'own'],
  'GET /api/referrals/:id/images/marks': ['read'],
  'GET /api/referrals/:id/images/report': ['copy'],
  'POST /api/referrals/:id/images/annotations/:annotation/remarks': ['read'],
  'GET /api/referrals/:id/images/remarks/:remark/voice': ['read'],
  'POST /api/referrals/:id/images/walk': ['read'],
  'GET /api/consultations': ['read'],
  'GET /api/consultations/waiting': ['read'],
  'GET /api/referrals/:id/consultation': ['read'],
  'POST /api/referrals/:id/consultation': ['read'],
  'POST /api/referrals/:id/consultation/:question': ['read'],
  'POST /api/referrals/:id/consultation/:question/take-back': ['read', 'own'],
  'GET /api/referrals/:id/consultation/words/:word/voice': ['read'],
  'GET /api/handover': ['take-over', 'read'],
  'POST /api/handover/take': ['take-over'],
  'POST /api/handover/note': ['take-over', 'read'],
  'GET /api/rosters': ['directory'],
  'POST /api/rosters': ['plan-roster'],
  'POST /api/rosters/copy': ['plan-roster'],
  'GET /api/visits': ['list'],
  'POST /api/referrals/:id/phone': ['read'],
  'POST /api/referrals/:id/follow-ups': ['read'],
  'POST /api/referrals/:id/follow-ups/:one/end': ['read'],
  'GET /api/referrals/:id/record': ['read'],
  'POST /api/referrals/:id/updates': ['read'],
  'GET /api/referrals/:id/accountability': ['trail'],
  'GET /api/referrals/:id/accountability.pdf': ['trail'],
  'GET /api/privacy': ['answer-rights', 'keep-registers', 'audit'],
  'POST /api/privacy/requests': ['answer-rights'],
  'POST /api/privacy/requests/:id': ['answer-rights'],
  'GET /api/privacy/requests/:id/who-looked.pdf': ['answer-rights'],
  'GET /api/privacy/requests/:id/who-looked.json': ['answer-rights'],
  'GET /api/privacy/requests/:id/copy.pdf': ['answer-rights'],
  'GET /api/privacy/requests/:id/copy.json': ['answer-rights'],
  'GET /api/privacy/register.csv': ['keep-registers'],
  'GET /api/privacy/register.json': ['keep-registers'],
  'GET /api/privacy/processors.csv': ['keep-registers'],
  'GET /api/privacy/processors.json': ['keep-registers'],
  'POST /api/privacy/identities': ['answer-rights'],
  'POST /api/privacy/holds': ['answer-rights', 'keep-registers'],
  'POST /api/privacy/holds/:id/lift': ['keep-registers'],
  'POST /api/privacy/erasures': ['answer-rights', 'erase'],
  'POST /api/privacy/breaches': ['keep-registers'],
  'GET /api/privacy/breaches/:id/drill': ['keep-registers'],
  'POST /api/privacy/breaches/:id/close': ['keep-registers'],
  'GET /api/referrals/:id/consent': ['know'],
  'POST /api/referrals/:id/consent': ['record-consent'],
  'POST /api/referrals/:id/consent/withdraw': ['record-consent'],
  'POST /api/referrals/:id/consent/ticket': ['record-consent'],
  'POST /api/drafts': ['begin'],
  'POST /api/uploads': ['write', 'begin'],
  'GET /api/uploads/:id': ['own'],
  'PUT /api/uploads/:id': ['own'],
  'POST /api/uploads/:id/finish': ['own'],
  'POST /api/emergencies': ['take-emergency'],
  'GET /api/emergencies/:id': ['own', 'read'],
  'POST /api/emergencies/:id/more': ['own', 'read'],
  'POST /api/emergencies/:id/end': ['own'],
  'GET /api/reviews': ['review-emergency'],
  'POST /api/reviews/:id': ['review-emergency'],
  'POST /api/reviews/:id/told': ['review-emergency'],
  'GET /p': ['anyone'],
  'GET /p/look.css': ['anyone'],
  'POST /p': ['ticket'],
  'GET /p/t/:key': ['ticket'],
  'POST /p/t/:key': ['ticket'],
  'POST /p/t/:key/decide': ['ticket'],
  'POST /p/t/:key/withdraw': ['ticket'],
};

/** One line of chat to the bot. What names a patient is answered one to one, never into a group. */
export const commands: Readonly<Record<string, Asks>> = {
  help: ['anyone'],
  settings: ['signed-in'],
  yes: ['own'],
  no: ['own'],
  doctor: ['administer'],
  mine: ['list'],
  find: ['search', 'list'],
  status: ['list'],
  open: ['list'],
  refer: ['begin'],
  free: ['begin'],
  add: ['list', 'write'],
  correct: ['list', 'write'],
  consent: ['list', 'record-consent'],
  'withdraw-consent': ['list', 'record-consent'],
  emergency: ['signed-in'],
  sign: ['know', 'sign'],
  accept: ['know', 'accept'],
  decline: ['know', 'decline'],
  redirect: ['know', 'redirect'],
  book: ['know', 'book'],
  attended: ['know', 'attended'],
  missed: ['know', 'missed'],
  answer: ['know', 'answer'],
  ask: ['list', 'read'],
  'answer-question': ['list', 'read'],
  close: ['know', 'close'],
  handover: ['know', 'handover'],
  cancel: ['know', 'cancel'],
};

/** The buttons and forms of a card. Who taps is named by DingTalk, and is asked about like anybody. */
export const taps: Readonly<Record<ActionName | 'fill' | 'correct' | 'take-file', Asks>> = {
  fill: ['write'],
  correct: ['write'],
  'take-file': ['write'],
  'ask-sign-off': ['know', 'ask-sign-off'],
  sign: ['know', 'sign'],
  refuse: ['know', 'refuse'],
  accept: ['know', 'accept'],
  decline: ['know', 'decline'],
  redirect: ['know', 'redirect'],
  book: ['know', 'book'],
  attended: ['know', 'attended'],
  missed: ['know', 'missed'],
  answer: ['know', 'answer'],
  close: ['know', 'close'],
  handover: ['know', 'handover'],
  cancel: ['know', 'cancel'],
  resend: ['know', 'resend'],
  revise: ['know', 'revise'],
};

/** What DingTalk asks for while somebody looks at a card: the part of it that DingTalk does not keep. */
export const looks: Readonly<Record<string, Asks>> = { 'card live part': ['read'] };

export const errands: Readonly<Record<string, Asks>> = {
  'show-referral': ['queued'],
  say: ['queued'],
  ding: ['queued'],
  'start-approval': ['queued'],
  'settle-approval': ['queued'],
  'look-at-approval': ['queued'],
  'add-to-do': ['queued'],
  'finish-to-do': ['queued'],
  'book-visit': ['queued'],
  'fetch-upload': ['queued'],
  'read-upload': ['queued'],
  'reseal-upload': ['queued'],
  'sweep-group': ['queued'],
  'tell-changes': ['queued'],
};

export const events: Readonly<Record<string, Asks>> = {
  approval: ['sign'],
  read: ['told'],
  left: ['told'],
  joined: ['told'],
  'group-joined': ['told'],
  'group-left': ['told'],
  file: ['told'],
  other: ['told'],
};

export const regular: Readonly<Record<string, Asks>> = {
  'climb ladders': ['clock'],
  'remind of questions': ['clock'],
  'wake follow-ups': ['clock'],
  'open handovers': ['clock'],
  'escalate handovers': ['clock'],
  'file what changed in the archive': ['clock'],
  'draw small pictures': ['clock'],
  'tend consents': ['clock'],
  'tend emergency access': ['clock'],
  'look at approvals': ['clock'],
  'sweep groups': ['clock'],
  'make checkpoints': ['clock'],
  'make checkpoints of busy chains': ['clock'],
  'tell checkpoints in the second place': ['clock'],
  'have checkpoints stamped': ['clock'],
  'tend requests of patients': ['clock'],
  'erase what is past its time': ['clock'],
  'finish erasures': ['clock'],
  'forget what is over': ['clock'],
  'destroy old drawer keys': ['clock'],
  'check the directory': ['clock'],
  'end drills': ['clock'],
};

export const cli: Readonly<Record<string, Asks>> = {
  demo: ['operator'],
  verify: ['operator'],
  export: ['operator'],
  breach: ['operator'],
  intake: ['operator'],
  check: ['operator'],
  doctor: ['operator'],
  summarise: ['operator'],
  'rotate-keys': ['operator'],
  backup: ['operator'],
  restore: ['operator'],
  'scan-erased': ['operator'],
  migrate: ['operator'],
  reindex: ['operator'],
  simulate: ['operator'],
};
