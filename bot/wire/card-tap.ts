import { z } from 'zod';
import { unpacked } from './lenient.ts';

const inner = z.looseObject({
  cardPrivateData: z
    .looseObject({ actionIds: z.array(z.string()).optional(), params: z.looseObject({}).optional() })
    .optional(),
  params: z.looseObject({}).optional(),
});
const outer = z.looseObject({
  outTrackId: z.string(),
  userId: z.string(),
  content: z.unknown().optional(),
  value: z.unknown().optional(),
});

/** A thumb on a button, or a filled form. `params` come from the card and are only words: who may do what is asked again. */
export type Tap = {
  readonly track: string;
  readonly user: string;
  readonly params: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
};

/** The inside is a JSON string under `content`, or under `value` on one page of the documents. */
export function readTap(data: unknown): Tap | undefined {
  const read = outer.safeParse(data);
  if (!read.success) return undefined;
  const body = inner.safeParse(unpacked(read.data.content ?? read.data.value));
  if (!body.success) return undefined;
  const params = body.data.cardPrivateData?.params ?? body.data.params ?? {};
  const { form, ...rest } = params;
  return {
    track: read.data.outTrackId,
    user: read.data.userId,
    params: words(rest),
    form: words(form !== null && typeof form === 'object' ? form : {}),
  };
}

/** A choice of a form comes as `{index, value}`, several at once as lists. */
const words = (values: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]: [string, unknown]) => {
      const said = wordOf(value !== null && typeof value === 'object' && 'value' in value ? value.value : value);
      return said === undefined ? [] : [[key, said]];
    }),
  );

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : Array.isArray(value)
      ? value.flatMap((one: unknown) => (typeof one === 'object' ? [] : [String(one)])).join(', ')
      : undefined;

const live = z.looseObject({ userId: z.string(), outTrackId: z.string(), content: z.unknown().optional() });
const asked = z.looseObject({
  dynamicDataSourceQueryRequests: z.array(
    z.looseObject({
      dynamicDataSourceId: z.string(),
      constParams: z.looseObject({ key: z.string().optional() }).optional(),
    }),
  ),
});

/** DingTalk asks, for one viewer, for the part of a card that it does not keep. */
export type LiveAsked = {
  readonly user: string;
  readonly track: string;
  readonly sources: readonly { readonly id: string; readonly key: string }[];
};

export function readLiveAsked(data: unknown): LiveAsked | undefined {
  const read = live.safeParse(data);
  const body = read.success ? asked.safeParse(unpacked(read.data.content)) : undefined;
  if (!read.success || !body?.success) return undefined;
  return {
    user: read.data.userId,
    track: read.data.outTrackId,
    sources: body.data.dynamicDataSourceQueryRequests.map((one) => ({
      id: one.dynamicDataSourceId,
      key: one.constParams?.key ?? '',
    })),
  };
}
