import type { Grant } from '../../domain/access/grant.ts';
import { categoryOf, categoryOfFile } from '../../domain/access/redact.ts';
import {
  type Consultation,
  isWaiting,
  mayAnswer,
  mayAsk,
  mayBeAskedAbout,
  see,
  waitsSince,
} from '../../domain/consultation/consultation.ts';
import { answerDue } from '../../domain/consultation/question-clock.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Annotation, Remark, Voice } from '../../ports/annotations.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { askable } from './ask-question.ts';
import { showsText } from './shows-text.ts';

/** One thing said, as this reader may see it: `hidden` where it speaks of a part that is not theirs. */
export type WordSeen = {
  readonly id: string;
  readonly by: Person['id'];
  readonly at: Date;
  readonly text?: string;
  readonly voice?: Voice;
  readonly hidden?: true;
  /** Kept with a drawing: its sound is asked for there. */
  readonly onImage: boolean;
};

export type PinSeen =
  | { readonly on: 'finding'; readonly type: string; readonly name: string }
  | { readonly on: 'document'; readonly upload: string; readonly name: string }
  | { readonly on: 'image'; readonly annotation: Annotation };

/** A thread: a question with what was said of it, or what was said at a drawing that nobody was asked about by name. */
export type Thread = {
  readonly id: string;
  readonly question?: Consultation;
  readonly by: Person['id'];
  readonly at: Date;
  readonly pin?: PinSeen;
  readonly due?: Date;
  readonly words: readonly WordSeen[];
  readonly mayAnswer: boolean;
  readonly mayTakeBack: boolean;
};

export type ReadConsultation = {
  readonly grant: Grant;
  readonly threads: readonly Thread[];
  /** Undefined where this reader may not ask. */
  readonly askable?: Awaited<ReturnType<typeof askable>>;
  /** What a question can point at. */
  readonly pins: {
    readonly findings: readonly { readonly type: string; readonly name: string }[];
    readonly documents: readonly { readonly upload: string; readonly name: string }[];
    readonly drawings: readonly Annotation[];
  };
  /** Something was noted as read just now: others' screens show it. */
  readonly isNews: boolean;
};

type Reads = Pick<World, 'clock' | 'house' | 'policy'>;

/** Every thread of one referral. What is shown to this reader for the first time is noted in the trail, and a question they may answer is seen. Refuses as opening does. */
export const readConsultation =
  (world: Reads) =>
  async (page: Page, which: ReferralId, person: Person): Promise<ReadConsultation> => {
    const grant = await grantFor(world, page, which, person);
    const { referral } = grant;
    const content = await page.referrals.content(referral);
    const found = await threadsFor(world, page, grant, content);
    const isNews = await noteShown(world, page, grant, found, 'all');
    const asks = mayAsk(person, referral) && mayBeAskedAbout(referral, world.clock.now());
    return {
      grant,
      threads: isNews ? await threadsFor(world, page, grant, content) : found,
      ...(asks ? { askable: await askable(world, page, referral, content, person) } : {}),
      pins: asks ? await pinsFor(page, grant, content, found) : { findings: [], documents: [], drawings: [] },
      isNews,
    };
  };

/** The threads this reader may see, each cut to what was granted. */
export async function threadsFor(
  { house }: Reads,
  page: ReadingPage,
  { referral, reader, categories }: Grant,
  content: ReferralContent,
): Promise<readonly Thread[]> {
  const shows = showsText(content, categories);
  const seesAloud = categories.includes('problems');
  const questions = await page.consultations.of(referral.id);
  const seesImages = categories.includes('imaging');
  const drawings = seesImages ? await page.annotations.of(referral.id) : [];
  const remarks = seesImages ? await page.remarks.of(referral.id) : [];
  const word = (one: Remark, onImage: boolean): WordSeen => {
    const { id, by, at, text, voice } = one;
    const common = { id, by, at, onImage };
    if (text !== undefined)
      return onImage || by === reader.id || shows(text) ? { ...common, text } : { ...common, hidden: true };
    if (voice) return onImage || by === reader.id || seesAloud ? { ...common, voice } : { ...common, hidden: true };
    return common;
  };
  const threads: Thread[] = [];
  const asked = new Set<string>();
  for (const one of questions) {
    const pin = await pinFor(page, one, content, categories, drawings);
    if (pin === 'not-theirs') continue;
    if (pin?.on === 'image') asked.add(pin.annotation.id);
    const said =
      pin?.on === 'image'
        ? remarks.filter(({ annotation }) => annotation === pin.annotation.id).map((each) => word(each, true))
        : (await page.consultations.words(one.id)).map((each) => word({ ...each, annotation: '' }, false));
    const since = waitsSince(one);
    const canAnswer = one.standing.state !== 'taken-back' && (mayAnswer(reader, one) || one.by === reader.id);
    threads.push({
      id: one.id,
      question: one,
      by: one.by,
      at: one.askedAt,
      ...(pin ? { pin } : {}),
      ...(since ? { due: answerDue(since, referral.urgency, house) } : {}),
      words: said,
      mayAnswer: canAnswer,
      mayTakeBack: one.by === reader.id && isWaiting(one),
    });
  }
  for (const drawing of drawings) {
    if (asked.has(drawing.id)) continue;
    const said = remarks.filter(({ annotation }) => annotation === drawing.id);
    const [first] = said;
    if (!first) continue;
    threads.push({
      id: `drawing ${drawing.id}`,
      by: first.by,
      at: first.at,
      pin: { on: 'image', annotation: drawing },
      words: said.map((each) => word(each, true)),
      mayAnswer: true,
      mayTakeBack: false,
    });
  }
  return threads;
}

async function pinFor(
  page: ReadingPage,
  { pin, referral }: Consultation,
  content: ReferralContent,
  granted: Grant['categories'],
  drawings: readonly Annotation[],
): Promise<PinSeen | undefined | 'not-theirs'> {
  if (!pin) return undefined;
  if (pin.on === 'image') {
    const annotation =
      drawings.find(({ id }) => id === pin.annotation) ??
      (granted.includes('imaging') ? await page.annotations.get(pin.annotation) : undefined);
    return annotation ? { on: 'image', annotation } : 'not-theirs';
  }
  if (pin.on === 'document') {
    const upload = (await page.uploads.of(referral)).find(({ id }) => id === pin.upload);
    if (!upload) return undefined;
    if (!granted.includes(categoryOfFile(upload.kind))) return 'not-theirs';
    return { on: 'document', upload: upload.id, name: upload.name };
  }
  const finding = content.findings.find(({ type, name }) => type === pin.type && name === pin.name);
  // A fact that was put right since is no longer there by that name: its part is judged by what the question says of it.
  const part = finding ? categoryOf(finding) : 'sensitive';
  return part === 'identity' || granted.includes(part)
    ? { on: 'finding', type: pin.type, name: pin.name }
    : 'not-theirs';
}

async function pinsFor(
  page: Page,
  { referral, categories }: Grant,
  content: ReferralContent,
  threads: readonly Thread[],
): Promise<ReadConsultation['pins']> {
  const findings = new Map<string, { type: string; name: string }>();
  for (const finding of content.findings) {
    const part = categoryOf(finding);
    if (part === 'identity' || !categories.includes(part)) continue;
    findings.set(`${finding.type} ${finding.name}`, { type: finding.type, name: finding.name });
  }
  const uploads = (await page.uploads.of(referral.id)).filter(
    ({ state, kind }) => (state === 'kept' || state === 'filed') && categories.includes(categoryOfFile(kind)),
  );
  const asked = new Set(
    threads.flatMap(({ question, pin }) => (question && pin?.on === 'image' ? [pin.annotation.id] : [])),
  );
  const drawings = categories.includes('imaging') ? await page.annotations.of(referral.id) : [];
  return {
    findings: [...findings.values()],
    documents: uploads.map(({ id, name }) => ({ upload: id, name })),
    drawings: drawings.filter(({ id }) => !asked.has(id)),
  };
}

/** Notes in the trail what this reader is shown for the first time; true when something is told to others by it. */
export async function noteShown(
  { clock }: Reads,
  page: Page,
  { referral, reader, post, patient, because }: Grant,
  threads: readonly Thread[],
  how: 'all' | 'glance',
): Promise<boolean> {
  const at = clock.now();
  let isNew = false;
  let isNews = false;
  for (const { id, question, words } of threads) {
    if (words.length === 0) continue;
    const before = await page.consultations.shownTo(id, reader.id);
    if (words.length > before && words.slice(before).some(({ by }) => by !== reader.id)) isNew = true;
    if (words.length > before) await page.consultations.noteShown(id, referral.id, reader.id, words.length);
    if (how === 'glance' || !question) continue;
    const after = see(question, reader, at);
    if (after === question) continue;
    await page.consultations.keepSeen(after);
    isNews = true;
  }
  if (isNew || isNews)
    await page.happened({
      what: 'seen',
      how: 'consultation',
      at,
      by: { person: reader.id },
      institution: post.at,
      referral: referral.id,
      patient,
      ground: because,
    });
  return isNews;
}
