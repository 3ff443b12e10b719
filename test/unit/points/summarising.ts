import { loadKnowledge } from '#config/knowledge.ts';
import { readBundle } from '#src/adapters/fhir/read-bundle.ts';
import type { Summary } from '#src/domain/points/point.ts';
import { withProse } from '#src/domain/points/read-prose.ts';
import { type PointsAsked, threePoints } from '#src/domain/points/three-points.ts';
import { assemble } from '#src/domain/record/assemble.ts';
import { makeNaming } from '#src/domain/record/naming.ts';

export const naming = makeNaming(loadKnowledge());

/** From the text of a bundle to its points, as the command line goes. */
export function pointsOf(text: string, asked: PointsAsked = {}): Summary {
  const { sources } = readBundle(text);
  return threePoints(assemble(withProse(sources, naming.lexicon, new Date(0)), naming), naming, asked);
}

export const textOf = (summary: Summary): string => summary.points.map(({ text }) => text).join('\n');
