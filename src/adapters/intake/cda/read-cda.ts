import type { Embedded, Reading, Warning } from '#src/domain/intake/document.ts';
import { identityFindings } from '#src/domain/intake/patient.ts';
import { readProse, withoutRepeats } from '#src/domain/intake/prose.ts';
import { type Row, readTables } from '#src/domain/intake/tables.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { Refused } from '#src/domain/refused.ts';
import { at, type Element, everywhere, kids, readXml, wordsOf } from '../text/xml.ts';
import { hasTemplate, isNull, type Narrative, narrativeOf } from './coded.ts';
import { patientOf } from './patient.ts';
import {
  type About,
  allergyFrom,
  encounterFrom,
  isAllergy,
  medicineFrom,
  problemFrom,
  procedureFrom,
  resultFrom,
} from './statements.ts';

type SectionKind =
  | 'allergies'
  | 'medications'
  | 'problems'
  | 'results'
  | 'vitals'
  | 'procedures'
  | 'encounters'
  | 'family'
  | 'plan'
  | 'reason'
  | 'other';

/** Sections by their LOINC code. */
const sections: Readonly<Record<string, SectionKind>> = {
  '48765-2': 'allergies',
  '10160-0': 'medications',
  '29549-3': 'medications',
  '10183-2': 'medications',
  '42346-7': 'medications',
  '75311-1': 'medications',
  '11450-4': 'problems',
  '11348-0': 'problems',
  '11535-2': 'problems',
  '46241-6': 'problems',
  '10219-4': 'problems',
  '10218-6': 'problems',
  '30954-2': 'results',
  '26436-6': 'results',
  '8716-3': 'vitals',
  '47519-4': 'procedures',
  '46240-8': 'encounters',
  '10157-6': 'family',
  '18776-5': 'plan',
  '69730-0': 'plan',
  '42349-1': 'reason',
};

/** Reads a CDA document of any template: what is coded, what is only written, and files that lie inside. */
export function readCda(tools: Tools, xml: string): Reading {
  const whole = readXml(xml);
  const isPart = /^(?:section|component|structuredBody)$/u.test(whole.name);
  const document = isPart ? { ...whole, name: 'ClinicalDocument', attributes: {}, children: [whole] } : whole;
  if (document.name !== 'ClinicalDocument') throw new Refused('upload.unreadable-type', `XML of ${document.name}`);
  const targets = kids(document, 'recordTarget');
  const [target] = targets;
  const patient = target && patientOf(target);
  const narrative = narrativeOf(document);
  const found = [...sectionsIn(document)].flatMap((section) => readSection(tools, section, narrative));
  const warnings: Warning[] = [
    ...(patient === undefined ? [{ code: 'identity.none', message: 'The document names no patient' }] : []),
    ...(targets.length > 1
      ? [{ code: 'patients.several', message: `The document names ${targets.length} patients` }]
      : []),
  ];
  const embedded = embeddedIn(document);
  const title = wordsOf(at(document, 'title'));
  const visit = at(document, 'componentOf', 'encompassingEncounter');
  const encounter =
    visit &&
    encounterFrom(
      { tools, narrative, place: { path: 'componentOf/encompassingEncounter' } },
      { ...visit, attributes: { moodCode: 'EVN' } },
    );
  const identity =
    patient === undefined
      ? []
      : identityFindings(patient, (field) => ({ path: `recordTarget/patientRole (${field})` }));
  return {
    kind: 'cda',
    subkind: title || at(document, 'code')?.attributes['displayName'] || 'ClinicalDocument',
    outcome: targets.length > 1 ? 'unsure' : 'read',
    findings: [...identity, ...onceEach(found), ...(encounter === undefined ? [] : [encounter])],
    ...(patient === undefined ? {} : { patient }),
    warnings,
    ...(embedded.length === 0 ? {} : { embedded }),
  };
}

function* sectionsIn(document: Element): Generator<Element> {
  for (const section of everywhere(document, 'section')) yield section;
}

function readSection(tools: Tools, section: Element, narrative: Narrative): Finding[] {
  const code = at(section, 'code')?.attributes['code'] ?? '';
  const title = wordsOf(at(section, 'title'));
  const kind = sections[code] ?? kindByTitle(title);
  const place = { path: `section[${code || title}]` };
  const text = at(section, 'text');
  const words = wordsOf(text);
  const entries = kids(section, 'entry').flatMap((entry, index) =>
    entryIn({ tools, narrative, place: { path: `${place.path}/entry[${index + 1}]` } }, entry, kind),
  );
  const missing = nothingSaid(kind, section, words, place);
  if (missing !== undefined && entries.every(({ status }) => status !== 'present'))
    return entries.length > 0 ? entries : [missing];
  const told = text === undefined ? [] : wordsRead(tools, kind, title, text, place);
  return withoutRepeats(entries, entries.length > 0 ? told.filter((each) => isWanted(kind, each, entries)) : told);
}

const kindByTitle = (title: string): SectionKind =>
  /allerg|adverse|過敏/iu.test(title)
    ? 'allergies'
    : /medication|prescription|藥物|用藥/iu.test(title)
      ? 'medications'
      : /family/iu.test(title)
        ? 'family'
        : /problem|diagnos|past (?:medical )?history|診斷/iu.test(title)
          ? 'problems'
          : /result|laborator|檢驗|化驗/iu.test(title)
            ? 'results'
            : /vital/iu.test(title)
              ? 'vitals'
              : 'other';

const noInformation =
  /^(?:no information(?: available)?|unknown|not (?:available|recorded|known)|no data(?: available)?|data unavailable)\.?$/iu;

/** "No information" is not "none": it is said as unknown. */
function nothingSaid(kind: SectionKind, section: Element, words: string, place: { path: string }): Finding | undefined {
  if (!isNull(section) && !noInformation.test(words.trim())) return undefined;
  const base = { status: 'unknown', confidence: 0.95, source: { ...place, text: words } } as const;
  switch (kind) {
    case 'allergies':
      return { type: 'allergy', name: 'any drug', ...base };
    case 'medications':
      return { type: 'medication', name: 'any drug', course: 'current', ...base };
    case 'problems':
      return { type: 'problem', name: 'any problem', whose: 'patient', ...base };
    case 'results':
      return { type: 'result', name: 'any result', ...base };
    default:
      return undefined;
  }
}

function entryIn(about: About, entry: Element, kind: SectionKind): Finding[] {
  const found: (Finding | undefined)[] = [];
  const visit = (element: Element): void => {
    switch (element.name) {
      case 'observation':
        found.push(observationIn(about, element, kind));
        break;
      case 'substanceAdministration':
        found.push(medicineFrom(about, element));
        break;
      case 'supply':
        // A supply that stands alone is a medicine; inside another it tells of dispensing.
        if (kind === 'medications') found.push(medicineFrom(about, element));
        break;
      case 'procedure':
        found.push(procedureFrom(about, element));
        break;
      case 'encounter':
        found.push(encounterFrom(about, element));
        break;
      case 'act':
        if (kind === 'procedures') found.push(procedureFrom(about, element));
        for (const inner of kids(reactionsInPlace(element), 'entryRelationship'))
          for (const child of kids(inner)) visit(child);
        break;
      case 'organizer':
        for (const inner of kids(element, 'component')) for (const child of kids(inner)) visit(child);
        break;
      default:
    }
  };
  for (const child of kids(entry)) visit(child);
  return found.filter((each) => each !== undefined);
}

/** Some writers hang a reaction on the concern and not on the allergy it belongs to: it goes to the only allergy there, and is never one itself. */
function reactionsInPlace(act: Element): Element {
  const isReaction = (child: Element | string): boolean =>
    typeof child !== 'string' && child.attributes['typeCode'] === 'MFST' && child.name === 'entryRelationship';
  const reactions = act.children.filter(isReaction);
  const allergies = kids(act, 'entryRelationship').flatMap((each) => kids(each, 'observation').filter(isAllergy));
  if (reactions.length === 0 || allergies.length === 0) return act;
  const only = allergies.length === 1 ? allergies[0] : undefined;
  const told = (child: Element | string): Element | string => {
    if (typeof child === 'string') return child;
    if (child === only) return { ...child, children: [...child.children, ...reactions] };
    return child.name === 'entryRelationship' ? { ...child, children: child.children.map(told) } : child;
  };
  return { ...act, children: act.children.filter((child) => !isReaction(child)).map(told) };
}

/** Statements about a statement: severity, status, reactions, comments. */
const aside = ['SEV', '33999-4', '48767-8', '82606-5', '11323-3', '75326-9', '8302-2-none'];

function observationIn(about: About, element: Element, kind: SectionKind): Finding | undefined {
  const code = at(element, 'code')?.attributes['code'] ?? '';
  if (aside.includes(code)) return undefined;
  if (
    isAllergy(element) ||
    (kind === 'allergies' &&
      (at(element, 'participant') !== undefined || kids(element, 'value').length > 0 || isNull(element)))
  )
    return allergyFrom(about, element);
  if (
    kind === 'results' ||
    kind === 'vitals' ||
    hasTemplate(element, '2.16.840.1.113883.10.20.22.4.2', '2.16.840.1.113883.10.20.22.4.27')
  )
    return resultFrom(about, element);
  if (kind === 'problems' || hasTemplate(element, '2.16.840.1.113883.10.20.22.4.4')) return problemFrom(about, element);
  if (kind === 'family') return problemFrom(about, element, 'family');
  if (kind === 'procedures') return procedureFrom(about, element);
  return undefined;
}

const typesOf: Readonly<Partial<Record<SectionKind, readonly Finding['type'][]>>> = {
  allergies: ['allergy'],
  medications: ['medication'],
  problems: ['problem'],
  results: ['result', 'vital'],
  vitals: ['vital', 'result'],
  family: ['problem'],
  procedures: ['procedure'],
  encounters: [],
};

/** Beside coded entries only such words count that name something the entries leave out. */
const isWanted = (kind: SectionKind, finding: Finding, entries: readonly Finding[]): boolean => {
  const types = typesOf[kind];
  if (types === undefined || !types.includes(finding.type) || finding.status !== 'present') return false;
  if (kind === 'allergies' && ofKind.test(finding.name)) return false;
  return kind === 'allergies' || kind === 'medications'
    ? finding.confidence >= 0.8 && entries.length > 0 && !entries.some((each) => sharesWord(each, finding))
    : false;
};
/** Words of a table that tell what kind of entry it is, or how it stands. */
const ofKind =
  /^(?:(?:drug|food|medication|environmental|substance|non-?drug) )?(?:allerg(?:y|ies|en)|(?:in)?tolerance|adverse reactions?|side effects?|propensity .*|active|inactive|resolved)$/iu;

const sharesWord = (one: Finding, other: Finding): boolean => {
  const words = (each: Finding): readonly string[] => each.name.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const mine = words(one);
  return words(other).some((each) => mine.includes(each));
};

/** What a section says in words alone: its tables by their headings, the rest as a note under the section's own heading. */
function wordsRead(tools: Tools, kind: SectionKind, title: string, text: Element, place: { path: string }): Finding[] {
  const types = typesOf[kind];
  const tables = [...everywhere(text, 'table')].flatMap((table) => {
    const rows: Row[] = [...everywhere(table, 'tr')].map((row) =>
      kids(row).map((cell) => ({ text: wordsOf(cell).replace(/\s+/gu, ' '), place })),
    );
    return readTables(tools, rows).findings;
  });
  const heading = headingsFor[kind] ?? (title === '' ? 'Note' : title);
  const prose = readProse(tools, `${heading}:\n${wordsOf(text)}`, {
    place,
    atMost: 0.9,
    ...(types === undefined ? {} : { only: types }),
  });
  const told = withoutRepeats(
    tables.filter((each) => types === undefined || types.includes(each.type)),
    tables.length > 0 ? [] : prose,
  );
  if (kind === 'plan' || kind === 'reason') {
    const words = wordsOf(text).replace(/\s+/gu, ' ').slice(0, 500);
    if (words !== '')
      told.push({
        type: 'instruction',
        name: kind === 'reason' ? 'reason for referral' : title || 'plan',
        value: words,
        status: 'present',
        confidence: 0.95,
        source: { ...place, text: words },
      });
  }
  return told.map((each) => (kind === 'family' && each.type === 'problem' ? { ...each, whose: 'family' } : each));
}

const headingsFor: Readonly<Partial<Record<SectionKind, string>>> = {
  allergies: 'Allergies',
  medications: 'Medications',
  problems: 'Past medical history',
  family: 'Family history',
  results: 'Results',
  vitals: 'Vital signs',
};

function embeddedIn(document: Element): Embedded[] {
  const holders = [
    at(document, 'component', 'nonXMLBody', 'text'),
    ...[...everywhere(document, 'observationMedia')].map((each) => at(each, 'value')),
  ];
  return holders.flatMap((holder, index) => {
    if (holder === undefined || holder.attributes['representation'] !== 'B64') return [];
    const mime = holder.attributes['mediaType'] ?? '';
    const bytes = new Uint8Array(Buffer.from(wordsOf(holder).replace(/\s+/gu, ''), 'base64'));
    const ending = /pdf|jpe?g|png|gif|tiff|rtf|html|plain/u.exec(mime)?.[0] ?? 'bin';
    return bytes.length === 0
      ? []
      : [
          {
            name: `attachment-${index + 1}.${ending === 'plain' ? 'txt' : ending}`,
            bytes,
            ...(mime === '' ? {} : { mime }),
          },
        ];
  });
}

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
