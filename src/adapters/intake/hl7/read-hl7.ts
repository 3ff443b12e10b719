import type { Embedded, Reading, Warning } from '#src/domain/intake/document.ts';
import { compactInstant } from '#src/domain/intake/instants.ts';
import { identityFindings } from '#src/domain/intake/patient.ts';
import { readProse, withoutRepeats } from '#src/domain/intake/prose.ts';
import { isSamePatient } from '#src/domain/intake/same-patient.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { Refused } from '#src/domain/refused.ts';
import { decodeText } from '../text/decode.ts';
import { allergyOf, encounterOf, problemOf, procedureOf } from './history.ts';
import { isMedicine, medicineOf } from './medicines.ts';
import { type Message, messagesIn, type Segment } from './message.ts';
import { patientOf } from './patient.ts';
import { isWords, observed } from './results.ts';
import { appointmentOf, referralOf } from './workflow.ts';

const encodings: readonly (readonly [RegExp, string])[] = [
  [/UTF-?8/u, 'utf-8'],
  [/BIG-?5/u, 'big5'],
  [/GB ?18030|GB ?2312/u, 'gb18030'],
  [/8859\/1/u, 'windows-1252'],
];

/** Reads HL7 v2 from a file or the wire. Several messages of one patient are one document; several patients are kept apart. */
export function readHl7(tools: Tools, bytes: Uint8Array): Reading {
  const head =
    Buffer.from(bytes.subarray(0, 1000))
      .toString('latin1')
      .split(/[\r\n]/u)[0] ?? '';
  const claimed = head.split('|')[17]?.toUpperCase() ?? '';
  const { text } = decodeText(bytes, encodings.find(([pattern]) => pattern.test(claimed))?.[1]);
  const messages = messagesIn(text);
  if (messages.length > 2000) throw new Refused('upload.too-complex', `${messages.length} messages in one file`);
  const parts = messages.flatMap((message) => patientsIn(message).map((segments) => ({ message, segments })));
  const readings = parts.map(({ message, segments }) => readGroup(tools, message, segments));
  return together(
    readings.flatMap((each) => each),
    text,
  );
}

/** One message may hold results of several patients, each behind a PID of its own. */
function patientsIn(message: Message): Segment[][] {
  const starts = message.segments.flatMap(({ name }, index) => (name === 'PID' ? [index] : []));
  if (starts.length < 2) return [[...message.segments]];
  const [first = 0] = starts;
  const shared = message.segments.slice(0, first);
  return starts.map((start, nth) => [...shared, ...message.segments.slice(start, starts[nth + 1])]);
}

function readGroup(tools: Tools, message: Message, segments: readonly Segment[]): Reading {
  const pid = segments.find(({ name }) => name === 'PID');
  const patient = pid && patientOf(message, pid);
  const identity = patient && pid ? identityFindings(patient, () => ({ segment: `PID[${pid.nth}]` })) : [];
  const { coded, fromWords, embedded } = bodyOf(tools, message, segments);
  const facts = { ...referralOf(message), ...appointmentOf(message) };
  const warnings: Warning[] = patient === undefined ? [noPatient] : [];
  return {
    kind: 'hl7',
    subkind: message.type,
    outcome: 'read',
    findings: [...identity, ...withoutRepeats(onceEach(coded), fromWords)],
    ...(patient === undefined ? {} : { patient }),
    warnings,
    ...(embedded.length === 0 ? {} : { embedded }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  };
}

const noPatient: Warning = { code: 'identity.none', message: 'The message names no patient' };

function bodyOf(tools: Tools, message: Message, segments: readonly Segment[]) {
  const coded: Finding[] = [];
  const fromWords: Finding[] = [];
  const embedded: Embedded[] = [];
  const add = (finding: Finding | undefined) => finding !== undefined && coded.push(finding);
  const reports = linesOfReports(message, segments);
  let order: Segment | undefined;
  let report: { words: string; segment: string } | undefined;
  const finish = () => {
    if (report !== undefined)
      fromWords.push(...readProse(tools, report.words, { place: { segment: report.segment }, atMost: 0.9 }));
    report = undefined;
  };
  for (const [at, segment] of segments.entries()) {
    if (segment.name !== 'OBX') finish();
    switch (segment.name) {
      case 'OBR':
        order = segment;
        add(imageOf(message, segment));
        break;
      case 'OBX': {
        const seen = observed(tools, message, segment, order, reports.has(segment));
        add(seen.finding);
        if (seen.embedded !== undefined) embedded.push(seen.embedded);
        if (seen.text !== undefined)
          report = {
            words: report === undefined ? seen.text : `${report.words}\n${seen.text}`,
            segment: report?.segment ?? `OBX[${segment.nth}]-5`,
          };
        break;
      }
      case 'NTE': {
        const words = message.text(segment, 3) || message.text(segment, 2);
        fromWords.push(
          ...readProse(tools, words, {
            place: { segment: `NTE[${segment.nth}]-3` },
            atMost: 0.75,
            only: ['allergy', 'medication', 'problem'],
          }),
        );
        break;
      }
      case 'AL1':
      case 'IAM':
        add(allergyOf(tools, message, segment));
        break;
      case 'DG1':
      case 'PRB':
        add(problemOf(tools, message, segment));
        break;
      case 'PR1':
        add(procedureOf(message, segment));
        break;
      case 'PV1':
        add(encounterOf(message, segment));
        break;
      case 'SCH':
        add(visitOf(message, segment));
        break;
      default:
        if (isMedicine(segment)) add(medicineOf(tools, message, segment, orderAround(segments, at)));
    }
  }
  finish();
  return { coded, fromWords, embedded };
}

/** A report sent line by line: the words of a document message, and neighbours of words under one order. */
function linesOfReports(message: Message, segments: readonly Segment[]): ReadonlySet<Segment> {
  const words = (segment: Segment | undefined) => segment?.name === 'OBX' && isWords(message.part(segment, 2));
  return new Set(
    segments.filter(
      (segment, at) =>
        words(segment) && (message.type.startsWith('MDM') || words(segments[at - 1]) || words(segments[at + 1])),
    ),
  );
}

/** The segments of the order a pharmacy segment stands in: back to its ORC, on to the next order or drug. */
function orderAround(segments: readonly Segment[], at: number): Segment[] {
  const ends = new Set(['ORC', 'PID', 'OBR', 'RXE', 'RXO', 'RXD', 'RXA', 'RXG']);
  let to = at + 1;
  while (to < segments.length && !ends.has(segments[to]?.name ?? '')) to += 1;
  let from = at;
  while (from > 0 && !['ORC', 'PID', 'OBR'].includes(segments[from]?.name ?? '')) from -= 1;
  // What follows the drug is nearer to it than what stands before.
  return [...segments.slice(at, to), ...segments.slice(from, at)];
}

const imaging = /^(?:RAD|CT|MR|NM|US|RUS|CUS|XR|XRC|OUS|VUS|RX|IMG)$/u;
function imageOf(message: Message, order: Segment): Finding | undefined {
  if (!imaging.test(message.part(order, 24))) return undefined;
  const name = message.part(order, 4, 2) || message.part(order, 4, 1);
  const at = compactInstant(message.part(order, 7));
  if (name === '') return undefined;
  return {
    type: 'image',
    name,
    ...(at === undefined ? {} : { at }),
    status: /^[IOSC]$/u.test(message.part(order, 25)) ? 'pending' : 'present',
    confidence: 0.95,
    source: { segment: `OBR[${order.nth}]-4`, text: name },
  };
}

function visitOf(message: Message, schedule: Segment): Finding | undefined {
  const facts = appointmentOf(message).appointment;
  if (facts === undefined) return undefined;
  return {
    type: 'encounter',
    name: facts.reason ?? 'appointment',
    ...(facts.at === undefined ? {} : { at: facts.at }),
    value: facts.state,
    status:
      facts.state === 'booked' || facts.state === 'rescheduled'
        ? 'pending'
        : facts.state === 'attended'
          ? 'present'
          : 'absent',
    confidence: 0.95,
    source: { segment: `SCH[${schedule.nth}]` },
  };
}

/** The same order said in RXO, RXE and RXC, or an allergy sent twice, is one. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { source: _place, confidence: _sure, ...said } = finding;
    const key = JSON.stringify(said).toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Messages of one patient join; with more than one patient nothing is mixed and a person has to look. */
function together(readings: readonly Reading[], text: string): Reading {
  const groups: Reading[] = [];
  for (const reading of readings) {
    const at = groups.findIndex((other) => isSamePatient(other.patient, reading.patient));
    const before = groups[at];
    if (before === undefined) groups.push(reading);
    else
      groups[at] = {
        ...before,
        findings: [...before.findings, ...reading.findings.filter(({ type }) => type !== 'identity')],
        ...(before.facts || reading.facts ? { facts: { ...before.facts, ...reading.facts } } : {}),
        embedded: [...(before.embedded ?? []), ...(reading.embedded ?? [])],
      };
  }
  const [first, ...others] = groups;
  if (first === undefined) throw new Refused('upload.damaged', 'There is no HL7 message in it');
  if (others.length === 0) return { ...first, text };
  const several: Warning = { code: 'patients.several', message: `The file speaks of ${groups.length} patients` };
  const stopped = (each: Reading): Reading => ({ ...each, outcome: 'unsure', warnings: [...each.warnings, several] });
  return { ...stopped(first), text, others: others.map(stopped) };
}
