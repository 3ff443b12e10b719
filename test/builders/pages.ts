import { type Take, take, takes } from './a-camera.ts';
import { kinds, tongues, type WrittenPage, write } from './a-page.ts';
import { draw } from './a-paper.ts';

export type GeneratedPage = Omit<WrittenPage, 'sheet'> & { readonly take: Take; readonly bytes: Buffer };

/** The same seed gives the same pages. */
export const diceFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/**
 * `count` pages of invented people with what they say: laboratory reports, letters, labels and prescriptions in English, Chinese and both; clean,
 * skewed, dim and photographed, every combination in turn. 200 dots per inch.
 */
export async function* generatePages(seed: number, count: number): AsyncGenerator<GeneratedPage> {
  for (let number = 0; number < count; number += 1) {
    const dice = diceFrom(seed * 1000 + number);
    const kind = kinds[number % 4] ?? 'lab';
    const tongue = tongues[Math.floor(number / 4) % 3] ?? 'en';
    const how = takes[Math.floor(number / 12) % 4] ?? 'clean';
    const { sheet, ...page } = write(kind, tongue, dice);
    yield { ...page, take: how, bytes: await take(await draw(sheet, 200), how, dice) };
  }
}
