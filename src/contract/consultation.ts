import { z } from 'zod';
import { annotationShown, remarkAsked, voiceShape } from './images.ts';
import { named, urgency } from './referral.ts';

/** One thing said. `hidden`: it speaks of a part that this reader was not given. `answers`: said by somebody else than the asker. */
export const wordShown = z.object({
  id: z.string(),
  by: named,
  mine: z.boolean(),
  answers: z.boolean(),
  at: z.iso.datetime(),
  text: z.string().optional(),
  voice: voiceShape.optional(),
  hidden: z.literal(true).optional(),
  /** Kept with a drawing: its sound is asked for there. */
  onImage: z.boolean(),
});

/** What a question points at. */
export const pinShown = z.discriminatedUnion('on', [
  z.object({ on: z.literal('finding'), type: z.string(), name: z.string() }),
  z.object({ on: z.literal('document'), upload: z.string(), name: z.string() }),
  z.object({
    on: z.literal('image'),
    annotation: z.string(),
    kind: annotationShown.shape.kind,
    text: z.string().optional(),
  }),
]);

/** `open`: said at a drawing; nobody was asked by name and no clock runs. */
export const threadState = z.enum(['asked', 'seen', 'answered', 'taken-back', 'open']);

export const threadShown = z.object({
  id: z.string(),
  state: threadState,
  by: named,
  mine: z.boolean(),
  /** Who was asked: somebody by name, or a place. */
  of: z.object({ person: named.optional(), place: named, isMe: z.boolean() }).optional(),
  pin: pinShown.optional(),
  askedAt: z.iso.datetime(),
  /** Until when an answer is waited for. */
  due: z.iso.datetime().optional(),
  overdue: z.boolean(),
  seenBy: z.object({ who: named, at: z.iso.datetime() }).optional(),
  words: z.array(wordShown),
  mayAnswer: z.boolean(),
  mayTakeBack: z.boolean(),
  version: z.number().int(),
});

export const consultationShown = z.object({
  code: z.string(),
  patientLine: z.string(),
  urgency,
  threads: z.array(threadShown),
  mayAsk: z.boolean(),
  colleagues: z.array(z.object({ id: z.string(), name: named, institution: named })),
  sides: z.array(z.object({ id: z.string(), name: named })),
  pins: z.array(pinShown),
});

/** One line of the list: the thread without its words but the last, which is what waits to be read. */
export const consultationLine = threadShown.omit({ words: true, mayAnswer: true, mayTakeBack: true }).extend({
  referral: z.string(),
  code: z.string(),
  urgency,
  patient: z.string(),
  last: wordShown.optional(),
  count: z.number().int(),
});
export const consultationsShown = z.object({
  forMe: z.array(consultationLine),
  forColleagues: z.array(consultationLine),
  asked: z.array(consultationLine),
  answered: z.array(consultationLine),
});

/** For the first screen: how many questions wait for the reader, and how many of them are late. */
export const questionsWaiting = z.object({ waiting: z.number().int(), late: z.number().int() });

export const pinAsked = z.discriminatedUnion('on', [
  z.object({ on: z.literal('finding'), type: z.string().max(40), name: z.string().max(500) }),
  z.object({ on: z.literal('document'), upload: z.string().max(64) }),
  z.object({ on: z.literal('image'), annotation: z.string().max(64) }),
]);
export const questionAsked = z.object({
  of: z.union([z.object({ person: z.string().max(64) }), z.object({ side: z.string().max(64) })]),
  pin: pinAsked.optional(),
  said: remarkAsked.optional(),
});
/** `version` is what was on the screen: of two who write at once, the later one sees the earlier's words first. */
export const wordAsked = z.object({ said: remarkAsked, version: z.number().int().optional() });

export type WordShown = z.infer<typeof wordShown>;
export type PinShown = z.infer<typeof pinShown>;
export type ThreadShown = z.infer<typeof threadShown>;
export type ConsultationShown = z.infer<typeof consultationShown>;
export type ConsultationLine = z.infer<typeof consultationLine>;
export type ConsultationsShown = z.infer<typeof consultationsShown>;
export type QuestionsWaiting = z.infer<typeof questionsWaiting>;
export type PinAsked = z.infer<typeof pinAsked>;
export type QuestionAsked = z.infer<typeof questionAsked>;
export type WordAsked = z.infer<typeof wordAsked>;
