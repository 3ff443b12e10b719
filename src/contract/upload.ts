import { z } from 'zod';

/** Begins, or finds again, a resumable upload: the same `key` by the same person gives the same upload with what it already has. */
export const uploadAsked = z.object({
  key: z.string().min(8).max(100),
  name: z.string().min(1).max(255),
  bytes: z.number().int().min(1),
  /** The draft it belongs to; without one it joins (or opens) the person's draft for `hotline`. */
  referral: z.string().max(64).optional(),
  hotline: z.string().max(64).optional(),
});

export const uploadStanding = z.object({
  id: z.string(),
  received: z.number().int(),
  bytes: z.number().int(),
  pieceBytes: z.number().int(),
  state: z.enum(['receiving', 'kept', 'refused']),
  referral: z.string().optional(),
  refusal: z.string().optional(),
});

export const uploadFinish = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

export type UploadAsked = z.infer<typeof uploadAsked>;
export type UploadStanding = z.infer<typeof uploadStanding>;
