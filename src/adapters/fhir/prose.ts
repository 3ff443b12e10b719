import { codesOf, conceptOf } from './concept.ts';
import { at, type Json, list, objects, words } from './json.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of a narrative, a line for each block, cell or list item. Markup is dropped, nothing of it is run. */
function proseOf(div: string): string {
  return div
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/giu, ' ')
    .replace(/<\/?(?:p|div|li|tr|br|h\d|table|ul|ol|blockquote|thead|tbody)\b[^>]*>/giu, '\n')
    .replace(/<\/(?:td|th)>/giu, ' ')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/giu, (whole, dec: string, hex: string, name: string) => {
      if (name) return entities[name.toLowerCase()] ?? whole;
      const point = dec ? Number(dec) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
    })
    .split('\n')
    .map((line) => line.replace(/[^\S\n]+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Text that lies in an attachment as base64. Pictures and PDFs are no text and are left to the readers of files. */
function attachedText(attachment: unknown): string | undefined {
  const kind = words(at(attachment, 'contentType')) ?? 'text/plain';
  const data = words(at(attachment, 'data'));
  if (data === undefined || !/^text\/|xhtml|html/iu.test(kind) || data.length > 4_000_000) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
    return /html/iu.test(kind) ? proseOf(text) : text;
  } catch {
    // Not the encoding it says: nothing to read here, and the document itself is still listed.
    return undefined;
  }
}

/** Running text of a resource a person wrote in: attachments, notes, summaries. */
export function writtenIn(resource: Json): string | undefined {
  const attachments = [
    ...objects(resource['content']).map((one) => one['attachment']),
    ...list(resource['presentedForm']),
  ].flatMap((one) => attachedText(one) ?? []);
  const others = [words(resource['summary']), words(resource['description'])].flatMap((one) => one ?? []);
  const payloads = objects(resource['payload']).flatMap((one) => words(one['contentString']) ?? []);
  const all = [...attachments, ...(resource['resourceType'] === 'ClinicalImpression' ? others : []), ...payloads];
  return all.length === 0 ? undefined : all.join('\n\n');
}

/** LOINC codes of sections and what they would list. */
const listedIn: Readonly<Record<string, 'allergy' | 'medication' | 'problem'>> = {
  '48765-2': 'allergy',
  '10160-0': 'medication',
  '11450-4': 'problem',
};

/** Sections that say why they are empty: "nilknown" that there is none, everything else that nobody knows (FHIR list-empty-reason). */
export function emptySections(composition: Json): readonly {
  readonly type: 'allergy' | 'medication' | 'problem';
  readonly status: 'absent' | 'unknown';
  readonly words: string;
}[] {
  return objects(composition['section']).flatMap((section) => {
    const type = listedIn[conceptOf(section['code'])?.code?.split('|').at(-1) ?? ''];
    const reason = section['emptyReason'];
    if (type === undefined || reason === undefined || list(section['entry']).length > 0) return [];
    const said = words(at(reason, 'text')) ?? conceptOf(reason)?.name ?? words(section['title']) ?? '';
    return [
      { type, status: codesOf(reason).includes('nilknown') ? ('absent' as const) : ('unknown' as const), words: said },
    ];
  });
}

export type Section = { readonly title: string; readonly code?: string; readonly prose: string };

/** The sections of a Composition that say something in words only: where entries are given, the entries say it. */
export function sectionsOf(composition: Json): readonly Section[] {
  const walk = (sections: unknown, depth: number): Section[] =>
    depth > 4
      ? []
      : objects(sections).flatMap((section) => {
          const inner = walk(section['section'], depth + 1);
          const div = words(at(section, 'text', 'div'));
          if (list(section['entry']).length > 0 || div === undefined || section['emptyReason'] !== undefined)
            return inner;
          const concept = conceptOf(section['code']);
          const code = concept?.code?.split('|').at(-1);
          const title = words(section['title']) ?? concept?.name ?? '';
          return [{ title, ...(code === undefined ? {} : { code }), prose: proseOf(div) }, ...inner];
        });
  return walk(composition['section'], 0);
}
