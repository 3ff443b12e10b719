import { roleOf } from '#src/domain/intake/columns.ts';
import type { PatientIdentity, Reading, Warning } from '#src/domain/intake/document.ts';
import { type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { identityFindings, numberOf } from '#src/domain/intake/patient.ts';
import { dateIn, type Row } from '#src/domain/intake/tables.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { foldWord } from '#src/domain/reading/folding.ts';

export type Sheet = { readonly name: string; readonly rows: readonly Row[] };

/** Reads sheets of cells: tables by their headings, lines above them as a letter head, each row under its own patient when rows name one. */
export function readSheets(tools: Tools, sheets: readonly Sheet[]): Reading {
  const rows = sheets.flatMap((sheet) => sheet.rows.filter((row) => row.some(({ text }) => text !== '')));
  const byPatient = patientsIn(rows);
  if (byPatient === undefined) return reading(tools, rows);
  const [first, ...others] = byPatient.map(({ patient, rows: own }) =>
    readingOf(tools, patient, own, byPatient.length),
  );
  return { ...(first ?? reading(tools, rows)), ...(others.length === 0 ? {} : { others }) };
}

function reading(tools: Tools, rows: readonly Row[]): Reading {
  const { text, findings, patient, patients } = readLaidOut(tools, rows.map(lineOf));
  const warnings: Warning[] =
    patient === undefined ? [{ code: 'identity.none', message: 'The sheet names no patient' }] : [];
  if (patients > 1) warnings.push(several(patients));
  return {
    kind: 'spreadsheet',
    outcome: patients > 1 ? 'unsure' : 'read',
    text,
    findings,
    ...(patient === undefined ? {} : { patient }),
    warnings,
  };
}

const several = (count: number): Warning => ({
  code: 'patients.several',
  message: `The file speaks of ${count} patients`,
});

/** A row as a line: a label beside its value reads as "label: value". */
function lineOf(row: Row): Line {
  const filled = row.filter(({ text }) => text !== '');
  const pairs =
    filled.length % 2 === 0 && filled.every(({ text }, at) => at % 2 === 1 || (text.length < 30 && !/\d/u.test(text)));
  const words = pairs
    ? filled
        .map(({ text }, at) =>
          at % 2 === 0 ? `${text.replace(/[:：]\s*$/u, '')}: ` : `${text}${at < filled.length - 1 ? ', ' : ''}`,
        )
        .join('')
    : filled.map(({ text }) => text).join('  ');
  return { text: words, place: filled[0]?.place ?? {}, cells: row };
}

type Group = { readonly patient: PatientIdentity; readonly rows: Row[] };

/** When rows carry a patient of their own: the rows of each, under the same headings. */
function patientsIn(rows: readonly Row[]): Group[] | undefined {
  const at = rows.findIndex((row) => {
    const roles = row.map(({ text }) => roleOf(foldWord(text)));
    return (
      roles.filter((each) => each !== undefined).length >= 3 &&
      roles.some((each) => each === 'patient' || each === 'patient-id')
    );
  });
  const heading = rows[at];
  if (heading === undefined) return undefined;
  // "Name" beside a number, a date of birth or a test is the patient's.
  const roles = heading.map(({ text }) => {
    const role = roleOf(foldWord(text));
    return role === undefined && /^(?:full )?name$/u.test(foldWord(text)) ? 'patient' : role;
  });
  const groups = new Map<string, Group>();
  let last: Group | undefined;
  for (const row of rows.slice(at + 1)) {
    const say = (role: string) => row.find((_cell, column) => roles[column] === role)?.text.trim() ?? '';
    const [name, id] = [say('patient'), say('patient-id')];
    const key = id || name;
    if (key !== '') {
      const before = groups.get(key.toLowerCase());
      last = before ?? { patient: identityOf(name, id, say('birth-date'), say('sex')), rows: [heading] };
      groups.set(key.toLowerCase(), last);
    }
    last?.rows.push(row);
  }
  return groups.size === 0 ? undefined : [...groups.values()];
}

function identityOf(name: string, id: string, born: string, sex: string): PatientIdentity {
  const birthDate = dateIn(foldWord(born));
  const chinese = /^\p{Script=Han}{2,5}$/u.test(name);
  return {
    names: name === '' || chinese ? [] : [name],
    ...(chinese ? { chineseName: name } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(/^(?:m|male|男)$/iu.test(sex)
      ? { sex: 'male' as const }
      : /^(?:f|female|女)$/iu.test(sex)
        ? { sex: 'female' as const }
        : {}),
    numbers: id === '' ? [] : [numberOf(id, 'hkid')],
  };
}

function readingOf(tools: Tools, patient: PatientIdentity, rows: readonly Row[], count: number): Reading {
  const laid = readLaidOut(tools, rows.map(lineOf));
  const place = rows[1]?.[0]?.place ?? {};
  return {
    kind: 'spreadsheet',
    outcome: count > 1 ? 'unsure' : 'read',
    text: laid.text,
    findings: [...identityFindings(patient, () => place), ...laid.findings.filter(({ type }) => type !== 'identity')],
    patient,
    warnings: count > 1 ? [several(count)] : [],
  };
}
