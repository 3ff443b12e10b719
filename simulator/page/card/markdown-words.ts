/** The little markdown that DingTalk's messages and cards know, as plain data. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'code'; readonly inside: readonly Inline[] }
  | {
      readonly kind: 'font';
      readonly tone: 'red' | 'orange' | 'green' | 'grey' | 'plain';
      readonly big: boolean;
      readonly inside: readonly Inline[];
    }
  | { readonly kind: 'link'; readonly url: string; readonly inside: readonly Inline[] }
  | { readonly kind: 'image'; readonly url: string; readonly alt: string }
  | { readonly kind: 'break' };

export type Paragraph =
  | { readonly kind: 'p' | 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'h'; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'rule' };

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;

export function paragraphs(text: string): readonly Paragraph[] {
  const made: Paragraph[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) made.push({ kind: 'p', inside: lines(plain) });
    plain = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    if (line.trim() === '') flush();
    else if (RULE.test(line)) {
      flush();
      made.push({ kind: 'rule' });
    } else if (heading) {
      flush();
      made.push({ kind: 'h', level: heading[1]?.length ?? 1, inside: inline(heading[2] ?? '') });
    } else if (line.startsWith('>')) {
      flush();
      made.push({ kind: 'quote', inside: inline(line.replace(/^>\s?/, '')) });
    } else if (item) {
      flush();
      addItem(made, item[1] !== undefined, inline(item[2] ?? ''));
    } else plain.push(line);
  }
  flush();
  return made;
}

function addItem(made: Paragraph[], ordered: boolean, item: readonly Inline[]): void {
  const last = made.at(-1);
  if (last?.kind === 'list' && last.ordered === ordered)
    made[made.length - 1] = { ...last, items: [...last.items, item] };
  else made.push({ kind: 'list', ordered, items: [item] });
}

const lines = (texts: readonly string[]): readonly Inline[] =>
  texts.flatMap((text, n): Inline[] => (n === 0 ? [...inline(text)] : [{ kind: 'break' }, ...inline(text)]));

// the first that stands in the text wins; a tag may hold others
const MARKS =
  /<font([^>]*)>([\s\S]*?)<\/font>|<br\s*\/?>|!\[([^\]]*)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|`([^`]+)`|\*([^*\s][^*]*)\*/;

export function inline(text: string): readonly Inline[] {
  const found = MARKS.exec(text);
  if (found === null) return text === '' ? [] : [{ kind: 'text', text }];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...(before === '' ? [] : [{ kind: 'text', text: before } as const]), marked(found), ...inline(after)];
}

function marked(found: RegExpExecArray): Inline {
  const [whole, font, fontInside, alt, image, label, url, strong, strongToo, code, em] = found;
  if (fontInside !== undefined)
    return {
      kind: 'font',
      tone: toneOf(font ?? ''),
      big: /h[1-3]_text|title/.test(font ?? ''),
      inside: inline(fontInside),
    };
  if (image !== undefined) return { kind: 'image', url: image, alt: alt ?? '' };
  if (url !== undefined) return { kind: 'link', url, inside: inline(label ?? url) };
  if (strong !== undefined || strongToo !== undefined)
    return { kind: 'strong', inside: inline(strong ?? strongToo ?? '') };
  if (code !== undefined) return { kind: 'code', inside: [{ kind: 'text', text: code }] };
  if (em !== undefined) return { kind: 'em', inside: inline(em) };
  return whole.startsWith('<br') ? { kind: 'break' } : { kind: 'text', text: whole };
}

const toneOf = (attributes: string): 'red' | 'orange' | 'green' | 'grey' | 'plain' => {
  const colour = /color\w*\s*=\s*["']?([\w#]+)/i.exec(attributes)?.[1]?.toLowerCase() ?? '';
  if (colour.includes('red') || colour.startsWith('#f00') || colour.startsWith('#ff0000')) return 'red';
  if (colour.includes('orange') || colour.includes('yellow')) return 'orange';
  if (colour.includes('green')) return 'green';
  return colour.includes('gray') || colour.includes('grey') || colour.includes('level') ? 'grey' : 'plain';
};
