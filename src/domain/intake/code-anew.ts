import type { Finding } from '../record/finding.ts';
import type { Coder, Substance } from './coder.ts';
import { tidyUnit } from './units.ts';

/**
 * A fact whose name a person wrote, with the code and the ingredients that name has in the tables: the safety check then knows what it is. A name the tables
 * know only with a mended spelling, or not at all, stays without and visibly unresolved: a person's own words are not guessed at.
 */
export function codeAnew(coder: Coder, finding: Finding): Finding {
  switch (finding.type) {
    case 'medication':
      return withSubstance(finding, coder.drug(finding.name));
    case 'allergy':
      return withSubstance(finding, coder.allergen(finding.name));
    case 'problem': {
      const known = finding.code === undefined ? coder.problem(finding.name) : undefined;
      return known ? { ...finding, code: known.icd10 } : finding;
    }
    case 'result': {
      const known = finding.code === undefined ? coder.test(finding.name) : undefined;
      return withUnit(known ? { ...finding, name: known.name, ...coded(known.loinc) } : finding);
    }
    case 'vital': {
      const known = finding.code === undefined ? coder.vital(finding.name) : undefined;
      return withUnit(known ? { ...finding, name: known.name, ...coded(known.loinc) } : finding);
    }
    default:
      return finding;
  }
}

const coded = (code: string | undefined) => (code ? { code } : {});

type Substantial = Finding & { type: 'medication' | 'allergy' };

/** What has its ingredients already was not renamed. */
const withSubstance = (finding: Substantial, known: Substance | undefined): Finding =>
  finding.ingredients !== undefined || known === undefined || known.sure < 1
    ? finding
    : { ...finding, ingredients: known.ingredients, ...coded(known.code) };

function withUnit(finding: Finding & { type: 'result' | 'vital' }): Finding {
  const unit = finding.unit === undefined ? undefined : tidyUnit(finding.unit);
  return unit === undefined ? finding : { ...finding, unit };
}
