import type { AdminDesk, DoctorShown, SwitchAsked, WorksShown } from '#src/contract/admin.ts';
import type { ConsentAsked, ConsentPanelShown, TicketShown } from '#src/contract/consent.ts';
import type {
  ConsultationShown,
  ConsultationsShown,
  QuestionAsked,
  QuestionsWaiting,
  WordAsked,
} from '#src/contract/consultation.ts';
import type { DocumentAnswer, DocumentShown } from '#src/contract/documents.ts';
import type { DrawerShown } from '#src/contract/drawer.ts';
import type { DrillAsked, DrillDesk, DrillResult } from '#src/contract/drill.ts';
import type { EmergencyAsked, EmergencyShown, ReviewShown, VerdictAsked } from '#src/contract/emergency.ts';
import type { Days, FiguresShown } from '#src/contract/figures.ts';
import type { FindAsked, FoundShown } from '#src/contract/find.ts';
import type { HandoverShown, NoteAsked, TakeAsked, TakenShown } from '#src/contract/handover.ts';
import type {
  AnnotationAsked,
  AnnotationShown,
  EcgRecording,
  ImagesShown,
  MarksShown,
  PriorShown,
  RemarkAsked,
  WalkAsked,
} from '#src/contract/images.ts';
import type {
  BreachAsked,
  DrillShown,
  PrivacyDesk,
  RequestAsked,
  RequestStepAsked,
  WhoIsWhoAsked,
} from '#src/contract/privacy.ts';
import type { RecordShown, UpdateAsked } from '#src/contract/record.ts';
import type {
  AcknowledgementAsked,
  ActionAsked,
  CorrectionAsked,
  LinkAsked,
  ReasonAsked,
  ReferralShown,
  RulesForReview,
  SafetyShown,
  Work,
} from '#src/contract/referral.ts';
import type { RosterAsked, RostersShown, WeekCopied, WeekCopyAsked } from '#src/contract/rosters.ts';
import type { ColleagueShown, HotlineShown, Language, Me } from '#src/contract/session.ts';
import type { SigningShown } from '#src/contract/signing.ts';
import type { UploadAsked, UploadStanding } from '#src/contract/upload.ts';
import type { FollowUpReason, PhoneShown, VisitsShown } from '#src/contract/visits.ts';
import { Refusal, refusalFrom } from './refusal.ts';
import type { Session } from './session.ts';

type Fetch = typeof fetch;
type Ask = { readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly body?: BodyInit; readonly json?: unknown };

const patience = 30_000;
/** One piece of a file on a slow network takes longer than a word. */
const piecePatience = 120_000;

/** Everything that can be asked of the service, one line each. A session that ended is opened again on the way. */
export class Client {
  readonly #session: Session;
  readonly #fetch: Fetch;

  constructor(session: Session, doFetch: Fetch) {
    this.#session = session;
    this.#fetch = doFetch;
  }

  work = () => this.#ask<Work>('/api/work');
  hotlines = () => this.#ask<readonly HotlineShown[]>('/api/hotlines');
  colleagues = () => this.#ask<readonly ColleagueShown[]>('/api/colleagues');
  find = (json: FindAsked) => this.#ask<FoundShown>('/api/find', { method: 'POST', json });
  thumbnailAddress = (referral: string, file: string) =>
    this.#session.address(`${referralPath(referral)}/files/${encodeURIComponent(file)}/thumbnail`);
  referral = (id: string) => this.#ask<ReferralShown>(referralPath(id));
  signing = (id: string) => this.#ask<SigningShown>(`${referralPath(id)}/signing`);
  askColleague = (id: string, json: LinkAsked) =>
    this.#ask<{ readonly until: string }>(`${referralPath(id)}/links`, { method: 'POST', json });
  followLink = (token: string) =>
    this.#ask<{ readonly referral: string }>('/api/links', { method: 'POST', json: { token } });
  /** Says why this person needs to look; the answer is what they may then see. */
  giveReason = (id: string, json: ReasonAsked) =>
    this.#ask<ReferralShown>(`${referralPath(id)}/reasons`, { method: 'POST', json });
  act = (id: string, json: ActionAsked) =>
    this.#ask<ReferralShown>(`${referralPath(id)}/actions`, { method: 'POST', json });
  correct = (id: string, json: CorrectionAsked) =>
    this.#ask<ReferralShown>(`${referralPath(id)}/corrections`, { method: 'POST', json });
  addNote = (id: string, text: string) =>
    this.#ask<ReferralShown>(`${referralPath(id)}/notes`, { method: 'POST', json: { text } });
  /** Asked again with the same `once`, because the answer was lost, it is the same draft. */
  draft = (hotline: string, text: string, once: string) =>
    this.#ask<ReferralShown>('/api/drafts', { method: 'POST', json: { hotline, once, ...(text ? { text } : {}) } });
  speak = (language: Language) => this.#ask<Me>('/api/me/language', { method: 'PUT', json: { language } });
  /** Also opens the session again where it has ended. */
  whoAmI = () => this.#ask<Me>('/api/session');
  /** The keys to what one typed on this device and did not send. */
  drawer = () => this.#ask<DrawerShown>('/api/me/drawer');
  signOut = () => this.#ask<undefined>('/api/session', { method: 'DELETE' });

  consent = (id: string) => this.#ask<ConsentPanelShown>(`${referralPath(id)}/consent`);
  recordConsent = (id: string, json: ConsentAsked) =>
    this.#ask<ConsentPanelShown>(`${referralPath(id)}/consent`, { method: 'POST', json });
  withdrawConsent = (id: string) =>
    this.#ask<ConsentPanelShown>(`${referralPath(id)}/consent/withdraw`, { method: 'POST', json: {} });
  consentTicket = (id: string, kind: 'decide' | 'withdraw') =>
    this.#ask<TicketShown>(`${referralPath(id)}/consent/ticket`, { method: 'POST', json: { kind } });
  openEmergency = (json: EmergencyAsked) => this.#ask<EmergencyShown>('/api/emergencies', { method: 'POST', json });
  widenEmergency = (id: string, words: string) =>
    this.#ask<EmergencyShown>(`/api/emergencies/${encodeURIComponent(id)}/more`, { method: 'POST', json: { words } });
  endEmergency = (id: string) =>
    this.#ask<undefined>(`/api/emergencies/${encodeURIComponent(id)}/end`, { method: 'POST', json: {} });
  reviews = () => this.#ask<readonly ReviewShown[]>('/api/reviews');
  review = (id: string, json: VerdictAsked) =>
    this.#ask<readonly ReviewShown[]>(`/api/reviews/${encodeURIComponent(id)}`, { method: 'POST', json });
  patientTold = (id: string, how: 'letter' | 'in-person') =>
    this.#ask<readonly ReviewShown[]>(`/api/reviews/${encodeURIComponent(id)}/told`, { method: 'POST', json: { how } });

  privacy = () => this.#ask<PrivacyDesk>('/api/privacy');
  askRight = (json: RequestAsked) => this.#ask<PrivacyDesk>('/api/privacy/requests', { method: 'POST', json });
  stepRight = (id: string, json: RequestStepAsked) =>
    this.#ask<PrivacyDesk>(`/api/privacy/requests/${encodeURIComponent(id)}`, { method: 'POST', json });
  setHold = (json: { readonly referral: string; readonly reason: string }) =>
    this.#ask<PrivacyDesk>('/api/privacy/holds', { method: 'POST', json });
  liftHold = (id: string) =>
    this.#ask<PrivacyDesk>(`/api/privacy/holds/${encodeURIComponent(id)}/lift`, { method: 'POST', json: {} });
  settleWhoIsWho = (json: WhoIsWhoAsked) => this.#ask<PrivacyDesk>('/api/privacy/identities', { method: 'POST', json });
  eraseRecord = (referral: string) =>
    this.#ask<PrivacyDesk>('/api/privacy/erasures', { method: 'POST', json: { referral } });
  noteBreach = (json: BreachAsked) => this.#ask<PrivacyDesk>('/api/privacy/breaches', { method: 'POST', json });
  closeBreach = (id: string, json: { readonly notify: boolean; readonly why: string }) =>
    this.#ask<PrivacyDesk>(`/api/privacy/breaches/${encodeURIComponent(id)}/close`, { method: 'POST', json });
  drillBreach = (id: string) => this.#ask<DrillShown>(`/api/privacy/breaches/${encodeURIComponent(id)}/drill`);
  registerAddress = (as: 'csv' | 'json') => this.#session.address(`/api/privacy/register.${as}`);
  processorsAddress = (as: 'csv' | 'json') => this.#session.address(`/api/privacy/processors.${as}`);
  paperAddress = (id: string, what: 'who-looked' | 'copy', as: 'pdf' | 'json', language: Language) =>
    this.#session.address(`/api/privacy/requests/${encodeURIComponent(id)}/${what}.${as}?language=${language}`);

  admin = () => this.#ask<AdminDesk>('/api/admin');
  switchOff = (json: SwitchAsked) => this.#ask<AdminDesk>('/api/admin/off', { method: 'POST', json });
  switchOn = (json: Pick<SwitchAsked, 'kind' | 'id'>) =>
    this.#ask<AdminDesk>('/api/admin/on', { method: 'POST', json });
  endSessionsOf = (person: string) =>
    this.#ask<undefined>(`/api/people/${encodeURIComponent(person)}/sessions`, { method: 'DELETE' });
  drills = () => this.#ask<DrillDesk>('/api/drills');
  drill = (id: string) => this.#ask<DrillResult>(`/api/drills/${encodeURIComponent(id)}`);
  startDrill = (json: DrillAsked) => this.#ask<DrillDesk>('/api/drills', { method: 'POST', json });
  endDrill = (id: string) =>
    this.#ask<DrillResult>(`/api/drills/${encodeURIComponent(id)}/end`, { method: 'POST', json: {} });
  figures = (days: Days) => this.#ask<FiguresShown>(`/api/figures?days=${days}`);
  figuresAddress = (days: Days) => this.#session.address(`/api/figures.csv?days=${days}`);
  works = () => this.#ask<WorksShown>('/api/admin/works');
  doctor = () => this.#ask<DoctorShown>('/api/admin/doctor');

  beginUpload = (json: UploadAsked) => this.#ask<UploadStanding>('/api/uploads', { method: 'POST', json });
  uploadStanding = (id: string) => this.#ask<UploadStanding>(`/api/uploads/${encodeURIComponent(id)}`);
  putPiece = (id: string, from: number, body: Blob) =>
    this.#ask<UploadStanding>(`/api/uploads/${encodeURIComponent(id)}?from=${from}`, { method: 'PUT', body });
  finishUpload = (id: string, sha256: string) =>
    this.#ask<UploadStanding>(`/api/uploads/${encodeURIComponent(id)}/finish`, { method: 'POST', json: { sha256 } });

  rulesForReview = () => this.#ask<RulesForReview>('/api/safety/review');
  answerAlert = (id: string, json: AcknowledgementAsked) =>
    this.#ask<SafetyShown>(`${referralPath(id)}/alerts`, { method: 'POST', json });
  record = (id: string) => this.#ask<RecordShown>(`${referralPath(id)}/record`);
  update = (id: string, json: UpdateAsked) =>
    this.#ask<RecordShown>(`${referralPath(id)}/updates`, { method: 'POST', json });

  documents = (id: string) => this.#ask<readonly DocumentShown[]>(`${referralPath(id)}/documents`);
  answerDocument = (id: string, file: string, json: DocumentAnswer) =>
    this.#ask<readonly DocumentShown[]>(`${referralPath(id)}/documents/${encodeURIComponent(file)}/answer`, {
      method: 'POST',
      json,
    });
  confirmDocument = (id: string, file: string) =>
    this.#ask<readonly DocumentShown[]>(`${referralPath(id)}/documents/${encodeURIComponent(file)}/confirm`, {
      method: 'POST',
      json: {},
    });
  /** A page of a file as a picture made by the service. */
  pageAddress = (id: string, file: string, page: number) =>
    this.#session.address(`${referralPath(id)}/files/${encodeURIComponent(file)}/pages/${page}`);

  consultations = () => this.#ask<ConsultationsShown>('/api/consultations');
  questionsWaiting = () => this.#ask<QuestionsWaiting>('/api/consultations/waiting');
  consultation = (id: string) => this.#ask<ConsultationShown>(`${referralPath(id)}/consultation`);
  askQuestion = (id: string, json: QuestionAsked) =>
    this.#ask<ConsultationShown>(`${referralPath(id)}/consultation`, { method: 'POST', json });
  sayMore = (id: string, question: string, json: WordAsked) =>
    this.#ask<ConsultationShown>(`${referralPath(id)}/consultation/${encodeURIComponent(question)}`, {
      method: 'POST',
      json,
    });
  takeBackQuestion = (id: string, question: string) =>
    this.#ask<ConsultationShown>(`${referralPath(id)}/consultation/${encodeURIComponent(question)}/take-back`, {
      method: 'POST',
      json: {},
    });
  wordAddress = (id: string, word: string) =>
    this.#session.address(`${referralPath(id)}/consultation/words/${encodeURIComponent(word)}/voice`);

  handover = () => this.#ask<HandoverShown>('/api/handover');
  takeOver = (json: TakeAsked) => this.#ask<TakenShown>('/api/handover/take', { method: 'POST', json });
  leaveNote = (json: NoteAsked) => this.#ask<HandoverShown>('/api/handover/note', { method: 'POST', json });
  rosters = (day?: string) => this.#ask<RostersShown>(`/api/rosters${day ? `?day=${encodeURIComponent(day)}` : ''}`);
  copyWeek = (json: WeekCopyAsked) => this.#ask<WeekCopied>('/api/rosters/copy', { method: 'POST', json });
  planShift = (json: RosterAsked) => this.#ask<RostersShown>('/api/rosters', { method: 'POST', json });

  visits = () => this.#ask<VisitsShown>('/api/visits');
  phone = (id: string) => this.#ask<PhoneShown>(`${referralPath(id)}/phone`, { method: 'POST', json: {} });
  endFollowUp = (id: string, followUp: string, because: FollowUpReason) =>
    this.#ask<VisitsShown>(`${referralPath(id)}/follow-ups/${encodeURIComponent(followUp)}/end`, {
      method: 'POST',
      json: { because },
    });

  images = (id: string) => this.#ask<ImagesShown>(`${referralPath(id)}/images`);
  /** The pictures of an earlier referral, to look at beside those of this one. */
  priorImages = (id: string, earlier: string) =>
    this.#ask<PriorShown>(`${referralPath(id)}/images/beside/${encodeURIComponent(earlier)}`);
  draw = (id: string, json: AnnotationAsked) =>
    this.#ask<AnnotationShown>(`${referralPath(id)}/images/annotations`, { method: 'POST', json });
  eraseDrawing = (id: string, annotation: string) =>
    this.#ask<undefined>(`${referralPath(id)}/images/annotations/${encodeURIComponent(annotation)}`, {
      method: 'DELETE',
    });
  imageMarks = (id: string) => this.#ask<MarksShown>(`${referralPath(id)}/images/marks`);
  remark = (id: string, annotation: string, json: RemarkAsked) =>
    this.#ask<undefined>(`${referralPath(id)}/images/annotations/${encodeURIComponent(annotation)}/remarks`, {
      method: 'POST',
      json,
    });
  walk = (id: string, json: WalkAsked) =>
    this.#ask<undefined>(`${referralPath(id)}/images/walk`, { method: 'POST', json });
  imageReportAddress = (id: string) => this.#session.address(`${referralPath(id)}/images/report`);
  imageEcg = (id: string, file: string) =>
    this.#ask<EcgRecording>(`${referralPath(id)}/images/${encodeURIComponent(file)}/ecg`);
  voiceAddress = (id: string, remark: string) =>
    this.#session.address(`${referralPath(id)}/images/remarks/${encodeURIComponent(remark)}/voice`);
  /** One picture as it came; asked for again and again, each time with leave. */
  imageAddress = (id: string, file: string) =>
    this.#session.address(`${referralPath(id)}/images/${encodeURIComponent(file)}`);
  /** The same as a plain picture made by the service. */
  pictureAddress = (id: string, file: string, frame: number) =>
    this.#session.address(`${referralPath(id)}/images/${encodeURIComponent(file)}/picture?frame=${frame}`);

  letterAddress = (referral: string) => this.#session.address(`${referralPath(referral)}/letter`);

  fileAddress = (referral: string, file: string, how: 'show' | 'download' = 'show') =>
    this.#session.address(
      `${referralPath(referral)}/files/${encodeURIComponent(file)}${how === 'download' ? '?download=1' : ''}`,
    );

  async #ask<Answer>(path: string, ask: Ask = {}, again = true): Promise<Answer> {
    const response = await this.#send(path, ask);
    if (response.ok) {
      // The service answers with the contract's shape; its own tests hold it to that.
      return (response.status === 204 ? undefined : await response.json()) as Answer;
    }
    const refusal = await refusalFrom(response);
    if (again && isSessionTrouble(refusal)) {
      await this.#session.again();
      return this.#ask<Answer>(path, ask, false);
    }
    if (refusal.code === 'person.left') this.#session.shutOut(refusal.code);
    throw refusal;
  }

  async #send(path: string, { method = 'GET', body, json }: Ask): Promise<Response> {
    const headers = new Headers({ accept: 'application/json' });
    const { me } = this.#session;
    if (me) headers.set('x-baton-person', me.person);
    if (method !== 'GET') headers.set('x-baton-csrf', me?.csrf ?? '');
    if (json !== undefined) headers.set('content-type', 'application/json');
    if (body) headers.set('content-type', 'application/octet-stream');
    // Not AbortSignal.timeout: the web views of older phones do not have it.
    const until = new AbortController();
    const timer = setTimeout(() => until.abort(), body ? piecePatience : patience);
    try {
      return await this.#fetch(this.#session.address(path), {
        method,
        headers,
        credentials: 'same-origin',
        signal: until.signal,
        ...(json === undefined ? (body ? { body } : {}) : { body: JSON.stringify(json) }),
      });
    } catch {
      // Cut off, timed out, no network: for the person it is one thing, and nothing was decided.
      throw new Refusal('net.offline', 0);
    } finally {
      clearTimeout(timer);
    }
  }
}

const referralPath = (id: string): string => `/api/referrals/${encodeURIComponent(id)}`;
const isSessionTrouble = ({ code }: Refusal): boolean => code === 'door.login-expired' || code === 'door.csrf';
