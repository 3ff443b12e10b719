import { allWords, codesOf } from './concept.ts';

/** SNOMED CT: no known allergy (and of which kind), no known medicine, no current problem, no known procedure. */
const none = new Set([
  '716186003',
  '409137002',
  '429625007',
  '428607008',
  '787481004',
  '160245001',
  '787480003',
  '787482006',
]);
const noneWords =
  /\bno (?:known |history of )?(?:\w+ )?allerg|\bnkd?a\b|^(?:no|nil) (?:(?:known|current|regular|active|significant|relevant|previous|past|prior) )*(?:med|drug|problem|condition|diagnos|disabilit|issue|illness|procedure|surger|operation|immuni[sz]|vaccin|device|implant)|^not on any med|無(?:已知|藥物|任何)?\S{0,4}過敏|无(?:已知|药物|任何)?\S{0,4}过敏|^無(?:長期|現用)?(?:服用)?藥物/iu;
const nobodyKnowsWords =
  /^(?:no information|information not available|not available|unknown$|無資料|无资料|不詳$|不详$)/iu;

/** A bare code of that kind is no name. */
export const plainly = (name: string, otherwise: string): string => (/^no-[a-z-]+$/u.test(name) ? otherwise : name);

/**
 * What a coded statement says instead of naming something: "absent" that there is none, "unknown" that nobody knows (IPS absent-unknown, SNOMED CT, or the words). Undefined where it
 * names something.
 */
export function nothing(value: unknown): 'absent' | 'unknown' | undefined {
  const codes = codesOf(value);
  if (codes.some((code) => /^no-[a-z-]+-info$|^unknown-/u.test(code))) return 'unknown';
  if (codes.some((code) => none.has(code) || /^no-known-/u.test(code))) return 'absent';
  const said = allWords(value).split(' | ');
  if (said.some((words) => noneWords.test(words))) return 'absent';
  return said.some((words) => nobodyKnowsWords.test(words)) ? 'unknown' : undefined;
}
