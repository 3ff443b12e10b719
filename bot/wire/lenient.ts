import { z } from 'zod';

/** A part that is missing, or not of the form it should have, is as if it had not been sent: the rest still counts. */
export const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** Milliseconds as a number or as words, depending on the page of the documents; undefined when it is no time. */
export const moment = maybe(
  z
    .union([z.string().min(1), z.number()])
    .transform((value) => new Date(Number(value)))
    .refine((at) => !Number.isNaN(at.getTime())),
);

/** JSON inside JSON, or an object already; undefined when it cannot be read. */
export const unpacked = (value: unknown): unknown => {
  if (typeof value !== 'string') return value ?? {};
  try {
    return JSON.parse(value);
  } catch {
    // What cannot be read says nothing.
    return undefined;
  }
};
