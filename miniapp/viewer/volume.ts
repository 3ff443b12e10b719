import type { ImageSeries } from '#src/contract/images.ts';

/** Slices put together, thinned where a phone would not hold them: values in the units of the picture, millimetres between neighbours along each axis. */
export type Volume = {
  readonly columns: number;
  readonly rows: number;
  readonly depth: number;
  readonly values: Int16Array;
  readonly apart: readonly [across: number, down: number, through: number];
  /** One of these columns or rows stands for so many of the slice's own. */
  readonly step: number;
};

export type NoPlanes = 'few' | 'no-places' | 'refused';
type Stack = Pick<ImageSeries, 'slices' | 'spacing' | 'warnings' | 'columns' | 'rows'>;

const fewest = 8;
const untrue = ['images.gap', 'images.uneven', 'images.sheared', 'images.drawn'];
/** Neighbours may differ by so much of their usual distance, and still make a true picture of other planes. */
const unevenness = 0.05;
const mostBytes = 64 * 1024 * 1024;

/** Why no other planes can be built of this series; undefined when they can. A made-up slice in between would look like anatomy. */
export function whyNoPlanes({ slices, spacing, warnings }: Stack): NoPlanes | undefined {
  if (slices.length < fewest) return 'few';
  const places = slices.flatMap(({ place }) => place ?? []);
  if (!spacing || places.length < slices.length) return 'no-places';
  if (untrue.some((warning) => warnings.includes(warning))) return 'refused';
  const steps = places.slice(1).map((place, at) => place - (places[at] ?? 0));
  const usual = Math.abs((places.at(-1) ?? 0) - (places[0] ?? 0)) / steps.length;
  return steps.some((step) => step <= 0 || Math.abs(step - usual) > usual * unevenness) ? 'refused' : undefined;
}

/** Room for the slices of a series, to be filled one by one. */
export function emptyVolume({ slices, spacing = [1, 1], columns, rows }: Stack, limit = mostBytes): Volume {
  const step = Math.max(1, Math.ceil(Math.sqrt((columns * rows * slices.length * 2) / limit)));
  const [wide, high] = [Math.ceil(columns / step), Math.ceil(rows / step)];
  const [first, last] = [slices[0]?.place ?? 0, slices.at(-1)?.place ?? 0];
  return {
    columns: wide,
    rows: high,
    depth: slices.length,
    values: new Int16Array(wide * high * slices.length),
    apart: [spacing[1] * step, spacing[0] * step, (last - first) / Math.max(1, slices.length - 1)],
    step,
  };
}

/** Puts one slice in its place; `valueAt` is asked in the slice's own columns and rows. */
export function fill(volume: Volume, at: number, valueAt: (column: number, row: number) => number): void {
  const { columns, rows, step, values } = volume;
  let to = at * columns * rows;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      values[to] = valueAt(column * step, row * step);
      to += 1;
    }
}

export type Cut = { readonly across: 'row' | 'column'; readonly at: number };
export type Plane = {
  readonly width: number;
  readonly height: number;
  readonly values: Int16Array;
  /** Width by height in millimetres: pixels of a plane are seldom square. */
  readonly size: readonly [number, number];
};

/** A plane that stands on the slices: all that lies in one row, or in one column, the last slice (towards the head in axial stacks) on top. */
export function planeAt({ columns, rows, depth, values, apart }: Volume, { across, at }: Cut): Plane {
  const width = across === 'row' ? columns : rows;
  const [start, stride] =
    across === 'row' ? [Math.min(rows - 1, at) * columns, 1] : [Math.min(columns - 1, at), columns];
  const plane = new Int16Array(width * depth);
  for (let slice = 0; slice < depth; slice += 1) {
    const from = slice * columns * rows + start;
    const to = (depth - 1 - slice) * width;
    for (let pixel = 0; pixel < width; pixel += 1) plane[to + pixel] = values[from + pixel * stride] ?? 0;
  }
  return {
    width,
    height: depth,
    values: plane,
    size: [width * (across === 'row' ? apart[0] : apart[1]), depth * apart[2]],
  };
}

/** Greys of a window, as a canvas takes them. */
export function greysOf(values: Int16Array, { centre, width }: { readonly centre: number; readonly width: number }) {
  const pixels = new Uint8ClampedArray(values.length * 4);
  const [low, span] = [centre - width / 2, Math.max(1, width)];
  for (let at = 0; at < values.length; at += 1) {
    const grey = (((values[at] ?? 0) - low) / span) * 255;
    pixels[at * 4] = grey;
    pixels[at * 4 + 1] = grey;
    pixels[at * 4 + 2] = grey;
    pixels[at * 4 + 3] = 255;
  }
  return pixels;
}
