import type { Grey } from './grey.ts';

const dark = 180;
/** Paper shows through: what is brighter has no ink. */
const blank = 236;
/** Thicker than this is no rule but a bar, a picture or a stroke of a large letter. */
const thickest = 8;
/** Grain breaks a thin rule for a dot or two. */
const gap = 2;

/**
 * The picture of a straight page without the rules of its tables: thin straight strokes far longer than a letter is high. An engine takes an upright rule for a
 * letter or a figure beside it (1, l), and finds no lines in a table that is ruled all over. Where a letter stands on a rule both stay.
 */
export function withoutRules(picture: Grey): Grey {
  const least = Math.max(90, Math.round(Math.max(picture.width, picture.height) / 20));
  const strokes = [...strokesIn(picture, least, 'upright'), ...strokesIn(picture, least, 'level')];
  const inked = strokes.reduce((sum, { from, to }) => sum + to - from, 0);
  // A photo that is dark all over, or grain, is no table.
  if (strokes.length === 0 || inked > picture.data.length * 0.1) return picture;
  // Twice: where two rules cross neither is thin before the rest of both is gone.
  return rubbed(rubbed(picture, strokes), strokes);
}

function rubbed(picture: Grey, strokes: readonly Stroke[]): Grey {
  const data = picture.data.slice();
  for (const stroke of strokes) rubOut(picture, data, stroke);
  return { ...picture, data };
}

/** From one place to another along a row or a column of pixels. */
type Stroke = {
  readonly way: 'upright' | 'level';
  readonly across: number;
  readonly from: number;
  readonly to: number;
};

function strokesIn({ width, height, data }: Grey, least: number, way: Stroke['way']): Stroke[] {
  const isUpright = way === 'upright';
  const [aside, lines] = isUpright ? [1, width] : [width, height];
  const [from, last] = [new Int32Array(lines).fill(-1), new Int32Array(lines)];
  const strokes: Stroke[] = [];
  const end = (across: number) => {
    const [start = -1, to = 0] = [from[across], last[across]];
    if (start >= 0 && to - start + 1 >= least) strokes.push({ way, across, from: start, to });
    from[across] = -1;
  };
  // A rule that leans a little passes from one line of pixels to the next: the neighbours count too.
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [across, along, at] = [isUpright ? x : y, isUpright ? y : x, y * width + x];
      const isInk =
        (data[at] ?? 255) < dark ||
        (across > 0 && (data[at - aside] ?? 255) < dark) ||
        (across < lines - 1 && (data[at + aside] ?? 255) < dark);
      if (isInk) {
        if (from[across] === -1) from[across] = along;
        last[across] = along;
      } else if (from[across] !== -1 && along - (last[across] ?? 0) > gap) end(across);
    }
  for (let across = 0; across < lines; across += 1) end(across);
  return strokes;
}

/** Only where the stroke is thin; at its sides as far as it is grey. */
function rubOut({ width, height, data: old }: Grey, data: Uint8Array, { way, across, from, to }: Stroke): void {
  const isUpright = way === 'upright';
  const [aside, lines] = isUpright ? [1, width] : [width, height];
  for (let along = from; along <= to; along += 1) {
    const at = isUpright ? along * width + across : across * width + along;
    const reach = (step: 1 | -1, until: number): number => {
      let far = 0;
      while (far <= thickest + 2) {
        const next = across + step * (far + 1);
        if (next < 0 || next >= lines || (old[at + step * (far + 1) * aside] ?? 255) >= until) break;
        far += 1;
      }
      return far;
    };
    if ((old[at] ?? 255) >= blank || reach(-1, dark) + reach(1, dark) + 1 > thickest) continue;
    const [before, behind] = [reach(-1, blank), reach(1, blank)];
    for (let far = -Math.min(before, thickest); far <= Math.min(behind, thickest); far += 1)
      data[at + far * aside] = 255;
  }
}
