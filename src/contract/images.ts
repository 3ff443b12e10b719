import { z } from 'zod';

/** A window: which values are black and which white. In Hounsfield units for CT. */
export const imageWindow = z.object({ name: z.string(), centre: z.number(), width: z.number() });

/** One slice, in the order of its place in the body. `file` is what is asked for by itself; `frame` counts from 0 in a file of many. */
export const slice = z.object({ file: z.string(), frame: z.number().int() });

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
  windows: z.array(imageWindow),
  warnings: z.array(z.string()),
});

export const shapeKind = z.enum(['circle', 'arrow', 'line', 'text', 'length', 'angle']);
/** In pixels of the slice, its first pixel's centre at 0,0: the place on the image, whatever is zoomed or turned. */
export const imagePoint = z.tuple([z.number(), z.number()]);

/** Something a person put on one slice. A new version takes the place of the one before; nothing is lost. */
export const annotationShown = z.object({
  id: z.string(),
  series: z.string(),
  file: z.string(),
  frame: z.number().int(),
  kind: shapeKind,
  points: z.array(imagePoint),
  text: z.string().optional(),
  by: z.object({ en: z.string(), zhHant: z.string(), zhHans: z.string().optional() }),
  mine: z.boolean(),
  at: z.iso.datetime(),
  version: z.number().int(),
});

export const imagesShown = z.object({ series: z.array(imageSeries), annotations: z.array(annotationShown) });

export const annotationAsked = z.object({
  series: z.string().max(128),
  file: z.string().max(64),
  frame: z.number().int().min(0).max(100_000),
  kind: shapeKind,
  points: z.array(imagePoint).min(1).max(2_000),
  text: z.string().max(500).optional(),
});

export type ImageWindow = z.infer<typeof imageWindow>;
export type Slice = z.infer<typeof slice>;
export type ImageSeries = z.infer<typeof imageSeries>;
export type ShapeKind = z.infer<typeof shapeKind>;
export type ImagePoint = z.infer<typeof imagePoint>;
export type AnnotationShown = z.infer<typeof annotationShown>;
export type AnnotationAsked = z.infer<typeof annotationAsked>;
export type ImagesShown = z.infer<typeof imagesShown>;
