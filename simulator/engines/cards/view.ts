import { asWire, isWire, parsed } from '../wire.ts';
import type { Block, Button, Template } from './template.ts';
import type { Values } from './values.ts';

/** A card as one person sees it: the layout with everything filled in. */
export type CardView = { readonly blocks: readonly ViewBlock[]; readonly updatedAt: number };
export type ViewBlock = { readonly kind: Block['kind'] } & Readonly<Record<string, unknown>>;

/** Fills the layout. A block whose `when` is not true, or which has nothing to show, is not drawn. */
export function draw(template: Template, values: Values, updatedAt: number): CardView {
  const fill = (words: string): string => substitute(words, values);
  const shown = (when: string | undefined): boolean => when === undefined || fill(when) === 'true';
  const blocks = template.layout.flatMap((block): ViewBlock[] => {
    if (!shown(block.when)) return [];
    const drawn = drawBlock(block, fill, shown);
    return drawn === undefined ? [] : [drawn];
  });
  return { blocks, updatedAt };
}

/** `${name}` becomes the value of that name; a name without a value becomes nothing. */
export const substitute = (words: string, values: Values): string =>
  words.replaceAll(/\$\{([\w.-]+)\}/g, (_, name: string) => values[name] ?? '');

type Fill = (words: string) => string;

function drawBlock(block: Block, fill: Fill, shown: (when: string | undefined) => boolean): ViewBlock | undefined {
  switch (block.kind) {
    case 'header': {
      const text = fill(block.text);
      return text === ''
        ? undefined
        : { kind: 'header', text, ...extras({ badge: block.badge, tone: block.tone }, fill) };
    }
    case 'steps':
    case 'fields': {
      const value = rows(fill(block.value));
      return value.length === 0 ? undefined : { kind: block.kind, value };
    }
    case 'markdown':
    case 'note': {
      const value = fill(block.value);
      if (value === '') return undefined;
      return { kind: block.kind, value, ...(block.kind === 'note' ? extras({ tone: block.tone }, fill) : {}) };
    }
    case 'buttons': {
      const items = block.items.filter((item) => shown(item.when)).map((item) => drawButton(item, fill));
      const named = items.filter((item) => item.label !== '');
      return named.length === 0 ? undefined : { kind: 'buttons', items: named };
    }
    case 'form': {
      const value = asWire(parsed(fill(block.value)));
      if (!Array.isArray(value.fields)) return undefined;
      return { kind: 'form', actionId: block.actionId, value, ...extras({ submitLabel: block.submitLabel }, fill) };
    }
  }
}

const drawButton = (item: Button, fill: Fill) => ({
  actionId: item.actionId,
  label: fill(item.label),
  ...extras({ style: item.style, confirm: item.confirm, url: item.url }, fill),
  ...(item.params === undefined ? {} : { params: filled(item.params, fill) }),
});

export const filled = (params: Readonly<Record<string, string>>, fill: Fill): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, words]) => [name, fill(words)]));

const extras = (wanted: Readonly<Record<string, string | undefined>>, fill: Fill): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wanted)
      .map(([name, words]) => [name, words === undefined ? '' : fill(words)] as const)
      .filter(([, words]) => words !== ''),
  );

const rows = (json: string): readonly unknown[] => {
  const value = parsed(json);
  return Array.isArray(value) ? value.filter(isWire) : [];
};
