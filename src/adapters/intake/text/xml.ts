import { XMLParser } from 'fast-xml-parser';
import { Refused } from '#src/domain/refused.ts';

/** An element: its name without prefix, its attributes, and what stands in it in order. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
};

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: true,
  htmlEntities: true,
});

const deepest = 120;

/**
 * Reads XML into elements. Refuses `upload.unsafe` a document that declares entities of its own (they only serve to blow up or to fetch),
 * and `upload.damaged` what is not well formed.
 */
export function readXml(text: string): Element {
  if (/<!ENTITY|<!DOCTYPE[^>]*\[/iu.test(text.slice(0, 100_000)))
    throw new Refused('upload.unsafe', 'The XML declares entities');
  let parts: unknown;
  try {
    parts = parser.parse(text, true);
  } catch {
    throw new Refused('upload.damaged', 'The XML is not well formed');
  }
  const root = elementsOf(parts, 0).find((each): each is Element => typeof each !== 'string');
  if (root === undefined) throw new Refused('upload.damaged', 'The XML holds no element');
  return root;
}

function elementsOf(parts: unknown, depth: number): (Element | string)[] {
  if (!Array.isArray(parts)) return [];
  if (depth > deepest) throw new Refused('upload.too-complex', 'The XML is nested too deep');
  // The parser gives a list of records, each with one name and perhaps `:@`.
  return (parts as Record<string, unknown>[]).flatMap((part): (Element | string)[] => {
    const name = Object.keys(part).find((key) => key !== ':@');
    if (name === undefined) return [];
    if (name === '#text') return [String(part[name])];
    const attributes = Object.fromEntries(Object.entries(part[':@'] ?? {}).map(([key, value]) => [key, String(value)]));
    return [{ name, attributes, children: elementsOf(part[name], depth + 1) }];
  });
}

export const kids = (element: Element | undefined, name?: string): Element[] =>
  (element?.children ?? []).filter(
    (each): each is Element => typeof each !== 'string' && (name === undefined || each.name === name),
  );

/** The first element down a way of names. */
export const at = (element: Element | undefined, ...way: readonly string[]): Element | undefined =>
  way.reduce<Element | undefined>((found, name) => (found === undefined ? undefined : kids(found, name)[0]), element);

/** Every element of a name, however deep, those inside others included. */
export function* everywhere(element: Element, name: string): Generator<Element> {
  for (const child of kids(element)) {
    if (child.name === name) yield child;
    yield* everywhere(child, name);
  }
}

const blocks = new Set([
  'tr',
  'paragraph',
  'item',
  'br',
  'caption',
  'list',
  'table',
  'thead',
  'tbody',
  'p',
  'div',
  'li',
]);
const cells = new Set(['td', 'th']);

/** The words of an element as a person sees them: rows and paragraphs on lines of their own. */
export function wordsOf(element: Element | undefined): string {
  if (element === undefined) return '';
  const write = (each: Element | string): string => {
    if (typeof each === 'string') return each.replace(/\s+/gu, ' ');
    const inside = each.children.map(write).join('');
    return blocks.has(each.name) ? `\n${inside}\n` : cells.has(each.name) ? `${inside} \t` : inside;
  };
  return element.children
    .map(write)
    .join('')
    .replace(/[ \t]*\n\s*/gu, '\n')
    .replace(/[ \t]{2,}/gu, '\t')
    .trim();
}
