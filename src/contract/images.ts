import { z } from 'zod';

/** A window: which values are black and which white. In Hounsfield units for CT. */
export const imageWindow = z.object({ name: z.string(), centre: z.number(), width: z.number() });

/** One slice, in the order of its place in the body. `file` is what is asked for by itself; `frame` counts from 0 in a file of many, `place` is millimetres along the stack. */
export const slice = z.object({ file: z.string(), frame: z.number().int(), place: z.number().optional() });

/** Pictures that belong together. `spacing` is millimetres per pixel [down, across], only where the file says so for the body itself. */
export const imageSeries = z.object({
  id: z.string(),
  title: z.string(),
  modality: z.string(),
  at: z.string().optional(),
  columns: z.number().int(),
  rows: z.number().int(),
  slices: z.array(slice),
  spacing: z.tuple([z.number(), z.number()]).optional(),
  /** Series of one frame of reference share their places. */
  frameOfReference: z.string().optional(),
  plane: z.enum(['axial', 'coronal', 'sagittal']).optional(),
  windows: z.array(imageWindow),
  warnings: z.array(z.string()),
  /**
   * Pictures that the service draws: photos, or the pages of a document. Their places are counted on a picture whose longer side is 1600, however large it is
   * drawn; `columns` and `rows` are nought.
   */
  flat: z.enum(['photo', 'pages']).optional(),
});

export const shapeKind = z.enum(['circle', 'arrow', 'line', 'text', 'length', 'angle', 'pin']);
/** In pixels of the slice, its first pixel's centre at 0,0: the place on the image, whatever is zoomed or turned. */
const place = z.number().min(-60_000).max(60_000);
export const imagePoint = z.tuple([place, place]);

const maker = z.object({ en: z.string(), zhHant: z.string(), zhHans: z.string().optional() });

/** How loud a spoken remark is along its length, 0 to 1, and how long it is. The sound itself is asked for by itself. */
export const voiceShape = z.object({
  seconds: z.number().min(0).max(600),
  peaks: z.array(z.number().min(0).max(1)).max(128),
});

/** One thing said in the thread of a drawing: in words, or spoken. */
export const remarkShown = z.object({
  id: z.string(),
  by: maker,
  mine: z.boolean(),
  at: z.iso.datetime(),
  text: z.string().optional(),
  voice: voiceShape.optional(),
});

/** Words, or a sound of at most a megabyte in base64 (WebM, Ogg or MP4), as the browser recorded it. */
export const remarkAsked = z
  .object({
    text: z.string().trim().min(1).max(2_000).optional(),
    voice: voiceShape.extend({ audio: z.base64().max(1_400_000) }).optional(),
  })
  .refine(({ text, voice }) => (text === undefined) !== (voice === undefined), 'words or a voice');

/** Something a person put on one slice. A new version takes the place of the one before; nothing is lost. */
export const annotationShown = z.object({
  id: z.string(),
  series: z.string(),
  file: z.string(),
  frame: z.number().int(),
  kind: shapeKind,
  points: z.array(imagePoint),
  text: z.string().optional(),
  by: maker,
  mine: z.boolean(),
  at: z.iso.datetime(),
  version: z.number().int(),
  remarks: z.array(remarkShown),
});

/** What the one who leads a common look shows: which slice, and the place the finger is at. */
export const walkView = z.object({
  series: z.string().max(128),
  index: z.number().int().min(0).max(100_000),
  at: imagePoint.optional(),
  window: z.object({ centre: z.number(), width: z.number().positive() }).optional(),
});

/** A common look at one referral's images: who is there, who leads, who asks to. `me` is the name the reader has in it. */
export const walkShown = z.object({
  people: z.array(z.object({ person: z.string(), name: maker })),
  leads: z.string().optional(),
  asks: z.string().optional(),
  view: walkView.optional(),
});

/** `here` says every few seconds that one still looks; `show` counts only from the one who leads. */
export const walkAsked = z.discriminatedUnion('say', [
  z.object({ say: z.literal('join') }),
  z.object({ say: z.enum(['leave', 'here']) }),
  z.object({ say: z.literal('ask') }),
  z.object({ say: z.literal('give'), to: z.string().max(128) }),
  z.object({ say: z.literal('show'), view: walkView }),
]);

/** An ECG among the files: `file` is what its recording is asked for by. */
export const ecgShown = z.object({ file: z.string(), title: z.string(), at: z.string().optional() });
/** Millivolts at `hz` moments a second, all leads at the same ones. */
export const ecgRecording = z.object({
  hz: z.number().positive(),
  isShort: z.boolean(),
  leads: z.array(z.object({ lead: z.string(), millivolts: z.array(z.number()) })),
});

export const imagesShown = z.object({
  /** Of the referral. */
  code: z.string(),
  series: z.array(imageSeries),
  annotations: z.array(annotationShown),
  /** Drawings that came in reports of other systems, or of this one from elsewhere; nobody here drew or changes them. */
  reported: z.array(annotationShown),
  ecgs: z.array(ecgShown),
  /** Earlier referrals of the same patient whose pictures may be seen beside these, newest first. */
  priors: z.array(z.object({ referral: z.string(), code: z.string(), at: z.iso.datetime(), from: maker })),
  walk: walkShown.optional(),
});
/** The pictures of one of them. */
export const priorShown = imagesShown.pick({ series: true });
/** Only what people put there: asked again when somebody drew. */
export const marksShown = imagesShown.pick({ annotations: true });

export const annotationAsked = z.object({
  series: z.string().max(128),
  file: z.string().max(64),
  frame: z.number().int().min(0).max(100_000),
  kind: shapeKind,
  points: z.array(imagePoint).min(1).max(2_000),
  text: z.string().max(500).optional(),
  /** The first remark of its thread. */
  remark: remarkAsked.optional(),
});

export type ImageWindow = z.infer<typeof imageWindow>;
export type ImageSeries = z.infer<typeof imageSeries>;
export type ShapeKind = z.infer<typeof shapeKind>;
export type ImagePoint = z.infer<typeof imagePoint>;
export type AnnotationShown = z.infer<typeof annotationShown>;
export type AnnotationAsked = z.infer<typeof annotationAsked>;
export type ImagesShown = z.infer<typeof imagesShown>;
export type PriorShown = z.infer<typeof priorShown>;
export type RemarkShown = z.infer<typeof remarkShown>;
export type RemarkAsked = z.infer<typeof remarkAsked>;
export type VoiceShape = z.infer<typeof voiceShape>;
export type MarksShown = z.infer<typeof marksShown>;
export type WalkView = z.infer<typeof walkView>;
export type WalkShown = z.infer<typeof walkShown>;
export type WalkAsked = z.infer<typeof walkAsked>;
export type EcgRecording = z.infer<typeof ecgRecording>;
