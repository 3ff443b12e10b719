import type { Knowledge, Lexicon } from '../reading/lexicon.ts';
import { layOpen, senseOf } from '../reading/page.ts';

export type Names = {
  /** Ingredients of the medicines a text names, in any language. */
  readonly medicinesIn: (text: string) => readonly string[];
  /** The same with its Chinese name behind it, where the tables have one and it names nothing else; otherwise as written. */
  readonly withChinese: (written: string) => string;
  /** The other way round: a medicine or a substance written in Chinese, with its English name behind it. */
  readonly withEnglish: (written: string) => string;
};

/** Names of medicines, tests and problems in both languages, from the clinical tables. */
export function namesFrom(lexicon: Lexicon, knowledge: Pick<Knowledge, 'drugs' | 'allergens'>): Names {
  const chinese = new Map([...knowledge.allergens, ...knowledge.drugs].map(({ name, zh }) => [name, zh[0]]));
  const medicinesIn = (text: string): readonly string[] => [
    ...new Set(layOpen(lexicon, text).hits.flatMap((hit) => senseOf(hit, 'drug')?.ingredients ?? [])),
  ];
  const isSame = (one: string, other: string): boolean =>
    medicinesIn(one).toSorted().join() === medicinesIn(other).toSorted().join();
  return {
    medicinesIn,
    withEnglish: (written) => {
      if (!/\p{Script=Han}/u.test(written) || /\p{Script=Latin}/u.test(written)) return written;
      const { hits } = layOpen(lexicon, written.slice(0, 200));
      const [hit] = hits;
      const name = hit && hits.length === 1 && (senseOf(hit, 'drug') ?? senseOf(hit, 'allergen'))?.name;
      const both = `${written} (${name})`;
      return name && !/\d/.test(name) && isSame(both, written) ? both : written;
    },
    withChinese: (written) => {
      const name = chineseFor(lexicon, chinese, written);
      if (!name || /[\d\p{Script=Latin}]/u.test(name) || written.includes(name)) return written;
      const both = `${written}（${name}）`;
      // A name that would add a medicine, or hide one, is left out: the mirror may only say what the letter says.
      return isSame(both, written) ? both : written;
    },
  };
}

function chineseFor(
  lexicon: Lexicon,
  drugs: ReadonlyMap<string, string | undefined>,
  written: string,
): string | undefined {
  const page = layOpen(lexicon, written.slice(0, 200));
  for (const hit of page.hits) {
    const drug = senseOf(hit, 'drug') ?? senseOf(hit, 'allergen');
    if (drug) return page.hits.length === 1 ? drugs.get(drug.name) : undefined;
    // Only where the known name is all there is: "suspected stroke" is not "stroke".
    if (hit.to - hit.from < page.text.trim().length - 2) continue;
    const problem = senseOf(hit, 'problem')?.problem;
    // Other ways of writing may be wider than the name the table has Chinese words for.
    if (problem) return problem.name.toLowerCase() === written.trim().toLowerCase() ? problem.zh[0] : undefined;
    const known = senseOf(hit, 'test')?.test ?? senseOf(hit, 'vital')?.vital;
    if (known) return known.zh[0];
  }
  return undefined;
}
