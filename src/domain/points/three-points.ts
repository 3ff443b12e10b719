import type { Naming } from '../record/naming.ts';
import type { PatientRecord } from '../record/record.ts';
import type { RecordSource } from '../record/source.ts';
import { earliest, latest } from '../record/times.ts';
import { choose } from './choose.ts';
import { factsOf, lastMoment } from './facts.ts';
import { framesOf, type Language } from './frames.ts';
import type { LeftOut, Point, Summary } from './point.ts';
import { understand } from './question.ts';
import { sentenceOf } from './sentence.ts';
import { supports } from './supports.ts';

export type PointsAsked = { readonly question?: string; readonly language?: Language; readonly asOf?: Date };

/**
 * Three key points of a whole record for one question: problem-oriented, every word quoted, the same for the same record on every day.
 * Each sentence passes the checker before it is given; one that does not is dropped and the next takes its place.
 */
export function threePoints(
  record: PatientRecord,
  naming: Naming,
  { question, language = 'en', asOf }: PointsAsked,
): Summary {
  const frames = framesOf(language);
  const facts = factsOf(record, asOf?.getTime() ?? lastMoment(record), naming);
  const points: Point[] = [];
  for (const story of choose(facts, understand(question, naming))) {
    if (points.length === 3) break;
    const point = sentenceOf(story, frames);
    if (
      point &&
      supports(
        point.text,
        point.sources.map(({ excerpt }) => excerpt),
        naming.lexicon,
      ).supported
    )
      points.push(point);
  }
  return { points, left_out: leftOut(record.sources, points) };
}

/** The sources that no point speaks of: how many, and from when to when. */
function leftOut(sources: readonly RecordSource[], points: readonly Point[]): LeftOut {
  const cited = new Set(points.flatMap((point) => point.sources.map(({ reference }) => reference)));
  const rest = sources.filter(({ reference }) => !cited.has(reference));
  const days = rest.map(({ at }) => at);
  const [from, to] = [earliest(days)?.slice(0, 10), latest(days)?.slice(0, 10)];
  return { documents: rest.length, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
