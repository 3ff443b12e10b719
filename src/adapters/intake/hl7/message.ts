import { Refused } from '#src/domain/refused.ts';

/** One segment: its name, its place among those of the same name (from 1), and its fields as they were sent. */
export type Segment = {
  readonly name: string;
  readonly nth: number;
  readonly fields: readonly string[];
  readonly raw: string;
};

type Marks = {
  readonly field: string;
  readonly component: string;
  readonly repeat: string;
  readonly escape: string;
  readonly sub: string;
};

/** One HL7 v2 message, ready to be asked. Field numbers are those of the standard (`PID-3`), components count from 1. */
export class Message {
  readonly segments: readonly Segment[];
  readonly type: string;
  readonly #marks: Marks;

  constructor(lines: readonly string[]) {
    const header = lines[0] ?? '';
    if (!/^(?:MSH|FHS|BHS)/u.test(header) || header.length < 8)
      throw new Refused('upload.damaged', 'An HL7 message without a header');
    this.#marks = {
      field: header[3] ?? '|',
      component: header[4] ?? '^',
      repeat: header[5] ?? '~',
      escape: header[6] ?? '\\',
      sub: header[7] ?? '&',
    };
    const seen = new Map<string, number>();
    this.segments = lines.map((raw) => {
      const fields = raw.split(this.#marks.field);
      const name = fields[0] ?? '';
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      // In the header the separator itself is field 1.
      return { name, nth, raw, fields: name === 'MSH' ? [name, this.#marks.field, ...fields.slice(1)] : fields };
    });
    const [msh] = this.segments;
    this.type = msh ? [this.part(msh, 9, 1), this.part(msh, 9, 2)].filter((each) => each !== '').join('^') : '';
  }

  /** The repetitions of a field, raw. */
  repeats(segment: Segment, field: number): string[] {
    const raw = segment.fields[field] ?? '';
    return raw === '' || raw === '""' ? [] : raw.split(this.#marks.repeat).filter((each) => each !== '');
  }

  /** One component of the first repetition, its escapes undone. */
  part(segment: Segment, field: number, component = 1): string {
    return this.partOf(this.repeats(segment, field)[0] ?? '', component);
  }

  partOf(repetition: string, component = 1, sub = 1): string {
    const piece = (repetition.split(this.#marks.component)[component - 1] ?? '').split(this.#marks.sub)[sub - 1] ?? '';
    return piece === '""' ? '' : this.plain(piece).trim();
  }

  /** A whole field as text: repetitions on lines of their own. */
  text(segment: Segment, field: number): string {
    return this.repeats(segment, field)
      .map((each) => this.plain(each))
      .join('\n')
      .trim();
  }

  plain(raw: string): string {
    const { escape, field, component, repeat, sub } = this.#marks;
    if (!raw.includes(escape)) return raw;
    const inside: Record<string, string> = { F: field, S: component, T: sub, R: repeat, E: escape, H: '', N: '' };
    const quoted = escape.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
    return raw.replace(new RegExp(`${quoted}([^${quoted}]{0,200})${quoted}`, 'gu'), (whole, code: string) => {
      if (inside[code] !== undefined) return inside[code];
      if (/^\.(?:br|sp|ce)/u.test(code)) return '\n';
      if (/^\.(?:in|ti|sk|fi|nf)/u.test(code)) return ' ';
      if (/^X(?:[0-9A-F]{2})+$/u.test(code)) return Buffer.from(code.slice(1), 'hex').toString('utf8');
      return code.startsWith('Z') || code.startsWith('C') || code.startsWith('M') ? '' : whole;
    });
  }

  all(name: string): Segment[] {
    return this.segments.filter((each) => each.name === name);
  }
}

/**
 * Cuts what came into messages: with or without a byte order mark, framed for the wire or not, lines ended by CR, LF or both.
 * Batch and file headers are put aside.
 */
export function messagesIn(text: string): Message[] {
  const lines = text
    .replace(/^\uFEFF/u, '')
    .split(/[\r\n\u000b\u001c]+/u)
    .map((line) => line.trimStart())
    .filter((line) => line !== '');
  const groups: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('MSH')) groups.push([line]);
    else if (/^(?:FHS|BHS|BTS|FTS)/u.test(line)) continue;
    else if (/^[A-Z][A-Z0-9]{2}(?:\W|$)/u.test(line)) groups.at(-1)?.push(line);
    else {
      // A line break that crept into a field: the line goes on.
      const group = groups.at(-1);
      if (group !== undefined) group[group.length - 1] += `\n${line}`;
    }
  }
  if (groups.length === 0) throw new Refused('upload.damaged', 'There is no HL7 message in it');
  return groups.map((group) => new Message(group));
}
