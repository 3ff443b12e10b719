import type { Reading, Warning } from '#src/domain/intake/document.ts';
import { strengthIn } from '#src/domain/intake/dosing.ts';
import { identityFindings, numberOf } from '#src/domain/intake/patient.ts';
import { readProse, withoutRepeats } from '#src/domain/intake/prose.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { tidyUnit } from '#src/domain/intake/units.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { readBundle } from '../fhir/read-bundle.ts';
import { fhirJsonOf } from './text/fhir-xml.ts';

/** Reads FHIR, JSON or XML: every resource's findings, names resolved by our tables, and sections that are only words. */
export function readFhir(tools: Tools, text: string): Reading {
  const bundle = readBundle(text.trimStart().startsWith('<') ? fhirJsonOf(text) : text);
  const patient = bundle.patient && {
    ...bundle.patient,
    numbers: bundle.patient.numbers.map((each) =>
      each.type === 'other' ? numberOf(each.value, '', each.issuer) : each,
    ),
  };
  const reference = 'Patient';
  const identity = patient === undefined ? [] : identityFindings(patient, () => ({ path: reference }));
  const coded = bundle.sources.flatMap(({ findings }) => findings.map((finding) => resolved(tools, finding)));
  const kinds = new Set(coded.map(({ type }) => type));
  const written = bundle.sources.flatMap((source) => {
    // A section with entries is told by them; only a section that is nothing but words is read for facts.
    const only = sectionTypes(source.title ?? '').filter((type) => !kinds.has(type));
    if (source.prose === undefined || !source.kind.startsWith('Composition') || only.length === 0) return [];
    return readProse(tools, source.prose, { place: { path: source.reference }, atMost: 0.85, only });
  });
  const warnings: Warning[] = [
    ...(patient === undefined ? [{ code: 'identity.none', message: 'No patient is in it' }] : []),
    ...(bundle.patients > 1
      ? [
          {
            code: 'patients.several',
            message: `It speaks of ${bundle.patients} patients; ${bundle.foreign} resources of others were set aside`,
          },
        ]
      : []),
    ...(bundle.patients < 2 && bundle.foreign > 0
      ? [
          {
            code: 'patients.several',
            message: `${bundle.foreign} resources speak of somebody who is not in it; they were set aside`,
          },
        ]
      : []),
    ...(bundle.adrift > 0
      ? [
          {
            code: 'identity.unresolved',
            message: `${bundle.adrift} resources of this document point to a patient who is not in it; they are asked about`,
          },
        ]
      : []),
    ...(bundle.broken > 0
      ? [{ code: 'fhir.broken', message: `${bundle.broken} resources could not be understood` }]
      : []),
  ];
  return {
    kind: 'fhir',
    subkind: bundle.type,
    outcome: bundle.patients > 1 || bundle.foreign > 0 || bundle.adrift > 0 ? 'unsure' : 'read',
    findings: [...identity, ...withoutRepeats(coded, written)],
    ...(patient === undefined ? {} : { patient }),
    warnings,
  };
}

const sectionTypes = (title: string): Finding['type'][] =>
  /allerg|過敏/iu.test(title)
    ? ['allergy']
    : /medic|drug|藥/iu.test(title)
      ? ['medication']
      : /problem|diagnos|condition|history of past|診斷/iu.test(title)
        ? ['problem']
        : [];

/** Names by our tables: an ingredient for the safety net, the strength a product's name carries, one spelling of the unit. */
function resolved(tools: Tools, finding: Finding): Finding {
  switch (finding.type) {
    case 'medication': {
      const known = tools.coder.drug(finding.name);
      const strength = strengthIn(finding.name);
      // "1" of a tablet of 10 mg is 10 mg; more than one is told with the count.
      const bare = finding.dose === undefined || /^(?:1|1 (?:tablet|capsule))$/u.test(finding.dose);
      const counted = /^\d+(?:\.\d+)?(?: (?:tablets?|capsules?|puffs?))?$/u.test(finding.dose ?? '');
      const dose = bare
        ? (strength ?? finding.dose)
        : counted && strength !== undefined
          ? `${strength} (${finding.dose})`
          : finding.dose;
      const resolvedBy =
        finding.ingredients === undefined && known !== undefined ? { ingredients: known.ingredients } : {};
      return {
        ...finding,
        ...resolvedBy,
        ...(finding.code === undefined && known?.code !== undefined ? { code: known.code } : {}),
        ...(dose === undefined ? {} : { dose }),
        confidence: known !== undefined && known.sure < 1 ? Math.min(finding.confidence, 0.78) : finding.confidence,
      };
    }
    case 'allergy': {
      if (finding.ingredients !== undefined) return finding;
      const known = tools.coder.allergen(finding.name);
      return known === undefined || known.ingredients.length === 0
        ? finding
        : { ...finding, ingredients: known.ingredients };
    }
    case 'result':
    case 'vital': {
      const unit = finding.unit === undefined ? undefined : tidyUnit(finding.unit);
      const { unit: _asWritten, ...rest } = finding;
      return unit === undefined ? rest : { ...rest, unit };
    }
    default:
      return finding;
  }
}
