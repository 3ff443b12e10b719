import type { Language } from '../../domain/points/frames.ts';
import { isNameless } from '../../domain/points/nameless.ts';
import type { Point, Summary } from '../../domain/points/point.ts';
import { supports } from '../../domain/points/supports.ts';
import type { Lexicon } from '../../domain/reading/lexicon.ts';
import { givesOrders } from '../../domain/record/orders.ts';
import type { Identity } from '../../domain/referral/content.ts';
import type { Log } from '../../ports/log.ts';
import type { Phrasing } from '../../ports/phrasing.ts';

type Parts = { readonly phrasing: Phrasing | undefined; readonly lexicon: Lexicon; readonly log: Pick<Log, 'warn'> };

/**
 * Lets a model, where one is set, put the points into smoother words. Only sentences that name nobody are given to it; each answer is looked up in its excerpts
 * by the checker, and whatever is not there word for word is dropped for the sentence that was quoted. Without a model, or when it fails, nothing changes.
 */
export const phrasePoints =
  ({ phrasing, lexicon, log }: Parts) =>
  async (summary: Summary, identity: Identity, language: Language): Promise<Summary> => {
    const may = summary.points.map((point) =>
      [point.text, ...point.sources.map(({ excerpt }) => excerpt)].every((text) => isNameless(text, identity)),
    );
    if (!phrasing || !may.some(Boolean)) return summary;
    const given = summary.points.filter((_point, index) => may[index]);
    try {
      const answers = await phrasing.phrase(
        given.map((point) => ({ sentence: point.text, excerpts: excerptsOf(point) })),
        language,
      );
      const better = new Map(given.map((point, index) => [point, answers[index]]));
      return { ...summary, points: summary.points.map((point) => worded(point, better.get(point), lexicon)) };
    } catch {
      // The quoted sentences are whole without it.
      log.warn({}, 'the points could not be phrased and stay as quoted');
      return summary;
    }
  };

const excerptsOf = (point: Point): readonly string[] => point.sources.map(({ excerpt }) => excerpt);

function worded(point: Point, answer: string | undefined, lexicon: Lexicon): Point {
  const text = answer?.trim();
  if (!text || text.length > 400 || text.includes('\n') || givesOrders(text)) return point;
  return supports(text, excerptsOf(point), lexicon).supported ? { ...point, text } : point;
}
