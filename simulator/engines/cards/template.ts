import { z } from 'zod';

const words = z.string();
const block = { when: words.optional() };

const button = z.object({
  ...block,
  actionId: words.min(1),
  label: words,
  style: words.optional(),
  confirm: words.optional(),
  url: words.optional(),
  params: z.record(z.string(), z.string()).optional(),
});

const layout = z.discriminatedUnion('kind', [
  z.object({ ...block, kind: z.literal('header'), text: words, badge: words.optional(), tone: words.optional() }),
  z.object({ ...block, kind: z.literal('steps'), value: words }),
  z.object({ ...block, kind: z.literal('fields'), value: words }),
  z.object({ ...block, kind: z.literal('markdown'), value: words }),
  z.object({ ...block, kind: z.literal('note'), value: words, tone: words.optional() }),
  z.object({ ...block, kind: z.literal('buttons'), items: z.array(button).min(1) }),
  z.object({
    ...block,
    kind: z.literal('form'),
    actionId: words.min(1),
    value: words,
    submitLabel: words.optional(),
    params: z.record(z.string(), z.string()).optional(),
  }),
]);

/** The console's drawing of a card, in the plain form of ADMIN-API.md. */
export const templateForm = z.object({
  id: z.string().endsWith('.schema'),
  name: words,
  published: z.boolean().default(true),
  variables: z.array(
    z.object({
      name: words.min(1),
      type: z.enum(['string', 'number', 'boolean', 'markdown', 'objectArray', 'object', 'form']),
      private: z.boolean().optional(),
    }),
  ),
  layout: z.array(layout),
});

export type Template = z.output<typeof templateForm>;
export type Block = Template['layout'][number];
export type Button = z.output<typeof button>;

/** The button or form a person can tap, wherever it is drawn. */
export type Tappable = { readonly actionId: string; readonly url?: string; readonly params: Record<string, string> };

export function tappables(template: Template): readonly Tappable[] {
  return template.layout.flatMap((drawn): Tappable[] => {
    if (drawn.kind === 'form') return [{ actionId: drawn.actionId, params: drawn.params ?? {} }];
    if (drawn.kind !== 'buttons') return [];
    return drawn.items.map(({ actionId, url, params }) => ({
      actionId,
      ...(url === undefined ? {} : { url }),
      params: params ?? {},
    }));
  });
}

export const privateNames = (template: Template): ReadonlySet<string> =>
  new Set(template.variables.filter((variable) => variable.private).map(({ name }) => name));
