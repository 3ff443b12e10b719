import type { Finding } from '../record/finding.ts';
import { bend } from './cues.ts';
import { rule } from './folding.ts';
import { type Hit, hitsOf, type Page, placeOf, senseOf, sentenceAt, written } from './page.ts';
import { clausesOf, trimmed } from './stretch.ts';

const year = rule('^[^\\d.;\\n]{0,12}\\b((?:19|20)\\d{2})(?!\\d)');
const says = rule(
  '^\\s?(?:[:=-]|show(?:s|ed|n)?\\b|demonstrate[sd]?\\b|reveal(?:s|ed)?\\b|suggests?|with|is|was|done|today|顯示|示|見|報告|結果)*\\s*',
);
const asked = rule(
  '(?:\\?|\\bfor|\\brequest(?:ing)?|\\barrange|\\bneeds?|\\border(?:ed|ing)?|\\bplan(?:ned)?(?: for)?|\\bawaiting|\\bbook(?:ed)?|\\brepeat|\\bschedul(?:ed?|ing)|\\bobtain(?:ing)?|\\bget|\\brecommend(?:ed|ing)?|\\bconsider(?:ed|ing)?|\\bsend(?:ing)? for|\\brole of|\\bdiscuss(?:ed|ing)?|\\bforego(?:ing)?|請|安排|要求|需要|轉介做|等候|預約)\\s*(?:(?:an?|the|his|her|another|updated|further|routine|urgent|repeat|new) |進行|做)*$',
);

/** What it is wanted for stands where a finding would. */
const meant = rule(
  '^(?![^.;]*\\b(?:review|show|demonstrat|reveal))[^.;,]{0,40}\\b(?:ordered|requested|booked|scheduled|arranged|awaited|pending|to follow)\\b|^\\s*(?:to (?:evaluate|assess|rule out|look|check|further|exclude)|for (?:further )?(?:evaluation|assessment))',
);

/** Procedures and pictures that the note tells of: done, denied, asked for. */
export function readStudies(page: Page): Finding[] {
  return hitsOf(page, 'study')
    .map((hit) => studyAt(page, hit))
    .filter((each) => each !== undefined);
}

function studyAt(page: Page, hit: Hit): Finding | undefined {
  const sense = senseOf(hit, 'study');
  if (sense === undefined) return undefined;
  const bent = bend(page, hit);
  const { hedged, unsure, family } = bent;
  if (family) return undefined;
  const sentence = sentenceAt(page, hit.from);
  const isAsked =
    hedged || asked.test(page.text.slice(sentence.from, hit.from)) || meant.test(page.text.slice(hit.to, sentence.to));
  const status = bent.isDeniedBehind && sense.study.kind === 'image' && !isBareNo(page, hit) ? 'present' : bent.status;
  const value = sense.study.kind === 'image' && !isAsked && status !== 'absent' ? shown(page, hit) : undefined;
  const at = year.exec(page.text.slice(hit.to, sentence.to))?.[1];
  return {
    type: sense.study.kind,
    name: sense.study.name,
    ...(value === undefined ? {} : { value: written(page, value.from, value.to) }),
    ...(at === undefined ? {} : { at }),
    status: isAsked && status === 'present' ? 'pending' : status,
    confidence: isAsked || unsure ? 0.6 : 0.9,
    source: placeOf(page, hit.from, value?.to ?? hit.to),
  };
}

/** "CXR: nil" was not taken; "CXR: no consolidation" shows that. */
const isBareNo = (page: Page, hit: Hit): boolean =>
  rule('^\\s*[:=(]?\\s*(?:nil|none|absent|not (?:done|taken|performed)|無|沒有)\\s*\\)?\\s*(?:[.,;。，；]|$)').test(
    page.text.slice(hit.to, sentenceAt(page, hit.from).to),
  );

/** What the picture shows: the rest of the clause. */
function shown(page: Page, hit: Hit) {
  const clause = clausesOf(page.text, { from: hit.to, to: sentenceAt(page, hit.from).to })[0];
  if (clause === undefined || clause.from - hit.to > 3) return undefined;
  const skip = says.exec(page.text.slice(clause.from, clause.to))?.[0].length ?? 0;
  const value = trimmed(page.text, { from: clause.from + skip, to: Math.min(clause.to, clause.from + skip + 160) });
  return value.to - value.from < 2 ? undefined : value;
}
