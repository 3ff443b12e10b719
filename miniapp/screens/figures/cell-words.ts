import type { Cell } from '#src/contract/figures.ts';
import type { Say } from '../../words/words.ts';

/** A count as it is said: a small one is not. */
export function cellWords(cell: Cell, say: Say): string {
  if (cell.is === 'few') return say('figures.few');
  return cell.is === 'about' ? say('figures.about', { n: cell.n }) : String(cell.n);
}

/** How long something took, in the largest unit that still tells. */
export function spanWords(seconds: number | undefined, say: Say): string {
  if (seconds === undefined) return '–';
  if (seconds < 90) return say('figures.seconds', { n: seconds });
  if (seconds < 5_400) return say('figures.minutes', { n: Math.round(seconds / 60) });
  if (seconds < 129_600) return say('figures.hours', { n: Math.round(seconds / 360) / 10 });
  return say('figures.in-days', { n: Math.round(seconds / 8_640) / 10 });
}
