import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { contradicts, heldAgainstTest, isCutOff } from './doubts.ts';
import { mayLackPoint } from './lost-points.ts';

/** How much was understood on a row: names that are known, figures, how often; less where figures deny each other. Only for comparing two readings of one row. */
export const saysMuch = (tools: Tools, findings: readonly Finding[]): number =>
  findings.reduce((sum, finding) => sum + worth(tools, finding), 0);

function worth(tools: Tools, finding: Finding): number {
  switch (finding.type) {
    case 'medication':
      return (
        (finding.ingredients === undefined || finding.ingredients.length === 0 ? 0 : 3) +
        (finding.dose === undefined ? 0 : mayLackPoint(finding) ? 0.5 : 1) +
        (finding.frequency === undefined ? 0 : isCutOff(finding) ? 0.5 : 1)
      );
    case 'allergy':
      return finding.status !== 'present' || finding.code !== undefined || finding.ingredients !== undefined ? 3 : 0;
    case 'result':
    case 'vital':
      return worthOfResult(tools, finding);
    case 'identity':
      if (finding.name === 'hkid') return finding.valid === false ? 1 : 3;
      return finding.confidence >= 0.8 ? 2 : 1;
    default:
      return 0.5;
  }
}

function worthOfResult(tools: Tools, told: Finding & { type: 'result' | 'vital' }): number {
  if (told.status === 'pending') return 2;
  const { finding, most } = heldAgainstTest(told, tools);
  if (finding.type !== 'result' && finding.type !== 'vital') return 0;
  const isKnown = finding.code === undefined ? 0 : told.code === undefined ? 2.5 : 3;
  const isMeasured = /\d/u.test(finding.value ?? '') ? 1 : 0;
  const isUnitOfIt = finding.unit !== undefined && (told.code === undefined ? most >= 0.6 : most >= 0.85) ? 1 : 0;
  return isKnown + isMeasured + isUnitOfIt - (contradicts(finding) || mayLackPoint(finding) ? 2 : 0);
}
