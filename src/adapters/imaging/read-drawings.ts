import type { ReportedDrawing } from '#src/ports/imaging.ts';
import type { DataSet } from '../intake/dicom/elements.ts';
import { itemsOf, numberOf, numbersOf, textOf } from '../intake/dicom/values.ts';
import { codes } from './report-codes.ts';

/** A drawing of a report with the instance it lies on. */
export type FoundDrawing = Omit<ReportedDrawing, 'file'> & { readonly sopInstance: string };

const deepest = 16;
const mostDrawings = 5_000;
const kinds: readonly string[] = ['circle', 'arrow', 'line', 'text', 'length', 'angle', 'pin'];

/** The drawings of a structured report: those of our own as they were, those of others by their geometry. Other content is left out. */
export function drawingsOf(report: DataSet): readonly FoundDrawing[] {
  const found: FoundDrawing[] = [];
  gather(report, 0, { by: '' }, found);
  return found;
}

type Context = { readonly by: string; readonly tracking?: string; readonly uid?: string; readonly at?: Date };

function gather(item: DataSet, depth: number, around: Context, found: FoundDrawing[]): void {
  if (depth > deepest || found.length >= mostDrawings) return;
  const children = itemsOf(item, '0040a730');
  const said = (concept: string) => children.find((child) => isNamed(child, concept));
  const observer = said(codes.observer[0]);
  const here: Context = {
    ...around,
    ...withText('by', observer && textOf(observer, '0040a123')?.split('=')[0]?.replaceAll('^', ' ').trim()),
    ...withText('tracking', textIn(said(codes.tracking[0]), '0040a160')),
    ...withText('uid', textIn(said(codes.trackingUid[0]), '0040a124')),
    ...withMoment(momentIn(item)),
  };
  const isGroup = isNamed(item, codes.group[0]);
  const comments = isGroup ? children.filter((child) => isNamed(child, codes.comment[0])) : [];
  const before = found.length;
  for (const child of children) {
    if (textOf(child, '0040a040') === 'SCOORD') found.push(...drawn(item, child, here, found.length));
    else gather(child, depth + 1, here, found);
  }
  const [first] = found.slice(before);
  if (first && comments.length > 0) found[before] = { ...first, ...saidOf(comments, here) };
}

function drawn(parent: DataSet, place: DataSet, { by, tracking, uid, at }: Context, count: number): FoundDrawing[] {
  const image = itemsOf(place, '0040a730').find((child) => textOf(child, '0040a040') === 'IMAGE');
  const reference = image && itemsOf(image, '00081199')[0];
  const sopInstance = reference && textOf(reference, '00081155');
  const flat = numbersOf(place, '00700022');
  const points = Array.from(
    { length: Math.floor(flat.length / 2) },
    (_, at) => [(flat[at * 2] ?? 0) - 0.5, (flat[at * 2 + 1] ?? 0) - 0.5] as const,
  );
  const [, ownKind, ...ownKey] = tracking?.startsWith('Baton:') ? tracking.split(':') : [];
  const shape = shapeOf(textOf(place, '00700023') ?? '', points, parent);
  if (!sopInstance || !shape) return [];
  return [
    {
      sopInstance,
      frame: Math.max(0, ((reference && numberOf(reference, '00081160')) ?? 1) - 1),
      key: ownKey.length > 0 ? ownKey.join(':') : `${uid ?? sopInstance}-${count}`,
      kind: ownKind && kinds.includes(ownKind) ? (ownKind as FoundDrawing['kind']) : shape.kind,
      points: shape.points,
      by,
      ...(at ? { at } : {}),
      remarks: [],
    },
  ];
}

type Shape = Pick<FoundDrawing, 'kind' | 'points'>;

/** Graphic types of PS3.3 section C.18.6.1.2. An ellipse (ends of its long, then of its short axis) becomes a line around it. */
function shapeOf(type: string, points: FoundDrawing['points'], parent: DataSet): Shape | undefined {
  const [a, b, c, d] = points;
  if (type === 'CIRCLE' && a && b) return { kind: 'circle', points: [a, b] };
  if (type === 'POINT' && a) return { kind: 'text', points: [a] };
  if (type === 'ELLIPSE' && a && b && c && d) {
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    return {
      kind: 'line',
      points: Array.from({ length: 49 }, (_, at) => {
        const turn = (at / 48) * 2 * Math.PI;
        const [along, beside] = [Math.cos(turn), Math.sin(turn)];
        return [x + (a[0] - x) * along + (c[0] - x) * beside, y + (a[1] - y) * along + (c[1] - y) * beside] as const;
      }),
    };
  }
  if (type !== 'POLYLINE' || !a || !b) return undefined;
  const isNumber = textOf(parent, '0040a040') === 'NUM';
  if (isNumber && points.length === 2) return { kind: 'length', points: [a, b] };
  if (isNumber && points.length === 3 && isNamed(parent, codes.angle[0])) return { kind: 'angle', points };
  return { kind: 'line', points: points.length === 2 ? [a, b] : points };
}

/** The first comment without a name of its own is the drawing's text; the others are its thread. */
function saidOf(comments: readonly DataSet[], around: Context): Partial<Pick<FoundDrawing, 'text' | 'remarks'>> {
  const all = comments.flatMap((comment) => {
    const text = textOf(comment, '0040a160');
    const observer = itemsOf(comment, '0040a730').find((child) => isNamed(child, codes.observer[0]));
    const by = observer && textOf(observer, '0040a123')?.split('=')[0]?.replaceAll('^', ' ').trim();
    const at = momentIn(comment) ?? around.at;
    return text === undefined ? [] : [{ text, by, at }];
  });
  const own = all.find(({ by }) => by === undefined)?.text;
  const remarks = all.flatMap(({ text, by, at }) => (by !== undefined && at ? [{ text, by, at }] : []));
  return { ...(own === undefined ? {} : { text: own }), remarks };
}

const isNamed = (item: DataSet, value: string): boolean => {
  const [name] = itemsOf(item, '0040a043');
  return name !== undefined && textOf(name, '00080100') === value;
};
const textIn = (item: DataSet | undefined, tag: string): string | undefined => item && textOf(item, tag);
const withText = <Name extends string>(name: Name, text: string | undefined) =>
  // The name is the only key.
  (text ? { [name]: text } : {}) as { [Key in Name]?: string };
const withMoment = (at: Date | undefined) => (at ? { at } : {});

/** Observation time of an item; without a zone it is taken for Hong Kong's. */
function momentIn(item: DataSet): Date | undefined {
  const written = textOf(item, '0040a032');
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(\.\d{1,6})?([+-]\d{4})?/.exec(written ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00', part = '', zone = '+0800'] = match;
  const at = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${part.slice(0, 4)}${zone.slice(0, 3)}:${zone.slice(3)}`,
  );
  return Number.isNaN(at.getTime()) ? undefined : at;
}
