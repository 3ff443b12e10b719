import type {
  ConsultationLine,
  ConsultationShown,
  ConsultationsShown,
  PinShown,
  ThreadShown,
  WordShown,
} from '#src/contract/consultation.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import { patientLine } from '#src/domain/referral/patient-line.ts';
import type { ConsultationList, ConsultationLine as Line } from '#src/usecases/consultation/list-consultations.ts';
import type { PinSeen, ReadConsultation, Thread, WordSeen } from '#src/usecases/consultation/read-consultations.ts';
import { namedPerson, namedPlace } from './referral-shape.ts';

type Eyes = { readonly house: House; readonly person: Person; readonly now: Date };

const wordShape = (
  { id, by, at, text, voice, hidden, onImage }: WordSeen,
  asker: Person['id'],
  { house, person }: Eyes,
): WordShown => ({
  id,
  by: namedPerson(house, by),
  mine: by === person.id,
  answers: by !== asker,
  at: at.toISOString(),
  ...(text === undefined ? {} : { text }),
  ...(voice ? { voice: { seconds: voice.seconds, peaks: [...voice.peaks] } } : {}),
  ...(hidden ? { hidden } : {}),
  onImage,
});

function pinShape(pin: PinSeen): PinShown {
  if (pin.on !== 'image') return pin;
  const { id, kind, text } = pin.annotation;
  return { on: 'image', annotation: id, kind, ...(text ? { text } : {}) };
}

function headShape({ id, question, by, at, pin, due }: Thread, eyes: Eyes) {
  const { house, person: me, now } = eyes;
  const standing = question?.standing;
  const of = question?.of;
  return {
    id,
    state: standing?.state ?? 'open',
    by: namedPerson(house, by),
    mine: by === me.id,
    ...(of
      ? {
          of: {
            ...(of.person ? { person: namedPerson(house, of.person) } : {}),
            place: namedPlace(house, of.at),
            isMe: of.person === me.id,
          },
        }
      : {}),
    ...(pin ? { pin: pinShape(pin) } : {}),
    askedAt: at.toISOString(),
    ...(due ? { due: due.toISOString() } : {}),
    overdue: due !== undefined && due <= now,
    ...(standing?.state === 'seen'
      ? { seenBy: { who: namedPerson(house, standing.by), at: standing.since.toISOString() } }
      : {}),
    version: question?.version ?? 0,
  } satisfies Omit<ThreadShown, 'words' | 'mayAnswer' | 'mayTakeBack'>;
}

const threadShape = (thread: Thread, eyes: Eyes): ThreadShown => ({
  ...headShape(thread, eyes),
  words: thread.words.map((word) => wordShape(word, thread.by, eyes)),
  mayAnswer: thread.mayAnswer,
  mayTakeBack: thread.mayTakeBack,
});

/** Every thread of one referral, with who may be asked and what a question can point at. */
export function consultationShape(
  read: ReadConsultation,
  identity: Parameters<typeof patientLine>[0],
  eyes: Eyes,
): ConsultationShown {
  const { grant, threads, askable, pins } = read;
  const { house } = eyes;
  const { referral } = grant;
  const sides = [referral.to, referral.from].filter((where) => where !== grant.post.at);
  return {
    code: referral.code,
    patientLine: patientLine(identity),
    urgency: referral.urgency,
    threads: threads.map((thread) => threadShape(thread, eyes)),
    mayAsk: askable !== undefined,
    colleagues: (askable ?? []).map(({ person, at }) => ({
      id: person.id,
      name: person.name,
      institution: namedPlace(house, at),
    })),
    sides: sides
      .filter((where) => askable?.some(({ at }) => at === where))
      .map((where) => ({ id: where, name: namedPlace(house, where) })),
    pins: [
      ...pins.findings.map((one): PinShown => ({ on: 'finding', ...one })),
      ...pins.documents.map((one): PinShown => ({ on: 'document', ...one })),
      ...pins.drawings.map((annotation) => pinShape({ on: 'image', annotation })),
    ],
  };
}

const lineShape = ({ grant: { referral }, thread, identity }: Line, eyes: Eyes): ConsultationLine => {
  const last = thread.words.at(-1);
  return {
    ...headShape(thread, eyes),
    referral: referral.id,
    code: referral.code,
    urgency: referral.urgency,
    patient: patientLine(identity ?? {}),
    ...(last ? { last: wordShape(last, thread.by, eyes) } : {}),
    count: thread.words.length,
  };
};

export const consultationsShape = (list: ConsultationList, eyes: Eyes): ConsultationsShown => {
  const lines = (some: readonly Line[]) => some.map((line) => lineShape(line, eyes));
  return {
    forMe: lines(list.forMe),
    forColleagues: lines(list.forColleagues),
    asked: lines(list.asked),
    answered: lines(list.answered),
  };
};
