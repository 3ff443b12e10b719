import type { Finding } from '../record/finding.ts';
import type { DocumentReport, PatientIdentity } from './document.ts';

/** A report as it is told to the outside: the public shape of `baton intake --json`, kept stable. */
export type SaidDocument = Readonly<Record<string, unknown>> & {
  readonly file: string;
  readonly kind: string;
  readonly outcome: string;
};

export function said(report: DocumentReport): SaidDocument {
  if (report.outcome === 'refused') return { ...report };
  const { patient, findings, text: _text, embedded: _embedded, others: _others, warnings, ...rest } = report;
  return {
    ...rest,
    ...(patient === undefined ? {} : { patient: saidPatient(patient) }),
    findings: findings.map(saidFinding),
    warnings,
  };
}

/** `name` and `id` are the plainest of the names and numbers, for those who want one. */
export function saidPatient(patient: PatientIdentity): Readonly<Record<string, unknown>> {
  const hkid = patient.numbers.find(({ type }) => type === 'hkid')?.value;
  const number = patient.numbers.find(({ type }) => type !== 'account-number');
  const name = patient.names[0] ?? patient.chineseName;
  return {
    ...(name === undefined ? {} : { name }),
    ...patient,
    ...(number === undefined ? {} : { id: number.value }),
    ...(hkid === undefined ? {} : { hkid }),
  };
}

/** What was stopped, resolved or refuted is not so any more: it is told as absent, with its course beside. */
function saidFinding(finding: Finding): Readonly<Record<string, unknown>> {
  const over = 'course' in finding && (finding.course === 'stopped' || finding.course === 'resolved');
  return { ...finding, status: finding.status === 'present' && over ? 'absent' : finding.status };
}
