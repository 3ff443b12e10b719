import type { Finding } from '../record/finding.ts';
import type { Ask, Asked } from '../record/note.ts';
import type { Expectation, Urgency } from '../referral/urgency.ts';
import { rule } from './folding.ts';
import { type Page, placeOf, sentenceAt, written } from './page.ts';
import { clausesOf, overlaps, type Stretch, trimmed } from './stretch.ts';

/** What the note asks for: how soon, of whom, why, what. A part that is not said is left out. */
export function readAsk(page: Page, findings: readonly Finding[]): Ask {
  const to = receiver(page);
  const question = questionOf(page);
  const reason = reasonOf(page, findings);
  const urgency = urgencyOf(page);
  const expected = expectationOf(page);
  const consent = consentOf(page);
  return {
    ...(urgency === undefined ? {} : { urgency }),
    ...(reason === undefined ? {} : { reason }),
    ...(question === undefined ? {} : { question }),
    ...(expected === undefined ? {} : { expected }),
    ...(to === undefined ? {} : { to }),
    ...(consent === undefined ? {} : { consent }),
  };
}

type Word<T> = Stretch & { readonly value: T; readonly confidence: number };
const asAsked = <T>(page: Page, { value, confidence, from, to }: Word<T>): Asked<T> => ({
  value,
  confidence,
  source: placeOf(page, from, to),
});

function allOf<T>(page: Page, table: readonly (readonly [T, number, RegExp])[]): Word<T>[] {
  const found: Word<T>[] = [];
  for (const [value, confidence, finder] of table) {
    for (const match of page.text.matchAll(finder)) {
      const word = { value, confidence, from: match.index, to: match.index + match[0].length };
      if (!found.some((other) => overlaps(other, word))) found.push(word);
    }
  }
  return found;
}

// The longer words come first, so that "semi-urgent" and "non-urgent" are not also "urgent".
const urgencyWords: readonly (readonly [Urgency, number, RegExp])[] = [
  ['routine', 0.9, rule('\\bnon[- ]?urgent\\b|\\bnot (?:very |so )?urgent\\b|\\bno rush\\b|非緊急|不緊急|不急', 'gu')],
  ['semi-urgent', 0.9, rule('\\bsemi[- ]?urgent\\b|\\bp2\\b|半緊急|次緊急|較緊急', 'gu')],
  [
    'emergency',
    0.9,
    rule(
      '\\bemergency\\b(?! (?:department|room|dept|contact|physician|medicine|ward|access))|\\bemergent\\b|\\blife[- ]threatening\\b|\\bp0\\b|\\bimmediate(?:ly)? transfer\\b|\\bstat transfer\\b|危急|危殆|即時轉|立即轉|緊急轉院|十萬火急|特急|搶救',
      'gu',
    ),
  ],
  [
    'urgent',
    0.9,
    rule('\\burgent(?:ly)?\\b|\\basap\\b|\\bp1\\b|緊急(?!聯絡|聯繫)|急轉|盡快|儘快|盡早|加急|急件', 'gu'),
  ],
  [
    'routine',
    0.85,
    rule(
      '\\broutine(?! (?:bloods?|labs?|check|mammogram|screening))\\b|\\bp3\\b|\\belective\\b|例行|常規轉介|穩定期',
      'gu',
    ),
  ],
  [
    'advice',
    0.85,
    rule('\\badvice only\\b|\\bfor advice\\b|\\bphone advice\\b|只需意見|僅需意見|只求意見|諮詢意見', 'gu'),
  ],
];
const gravity: readonly Urgency[] = ['emergency', 'urgent', 'semi-urgent', 'routine', 'advice'];

/** The most pressing one; when the note says two different things, it is not sure. */
function urgencyOf(page: Page): Asked<Urgency> | undefined {
  const found = allOf(page, urgencyWords);
  const [first] = found.sort(
    (one, other) => gravity.indexOf(one.value) - gravity.indexOf(other.value) || one.from - other.from,
  );
  if (first === undefined) return undefined;
  const isDisputed = found.some((each) => each.value !== first.value && each.value !== 'advice');
  return asAsked(page, { ...first, confidence: isDisputed ? 0.6 : first.confidence });
}

const expectations: readonly (readonly [Expectation, number, RegExp])[] = [
  [
    'advice-only',
    0.9,
    rule(
      '\\badvice only\\b|\\b(?:phone|telephone|written) advice\\b|\\bno (?:visit|appointment) needed\\b|只需意見|僅需意見|只求意見',
      'gu',
    ),
  ],
  [
    'take-over',
    0.9,
    rule(
      '\\btake ?over\\b|\\btakeover\\b|\\btransfer of care\\b|\\bplease admit\\b|\\bfor (?:[a-z]+ )?admission\\b|\\badmit under\\b|接手|接管|全面接收|收入院|收院',
      'gu',
    ),
  ],
  [
    'shared-care',
    0.85,
    rule(
      '\\bshared[- ]care\\b|\\bco-?manag\\w+\\b|\\bjoint(?:ly)? (?:care|manage\\w*)\\b|共同護理|共同跟進|共同照顧',
      'gu',
    ),
  ],
  [
    'procedure',
    0.8,
    rule(
      '\\b(?:for|need(?:s)?|require[sd]?|arrange|request(?:ing)?|consider(?:ation of)?)\\s+(?:an? |urgent |primary |repeat )*(?:pci|ppci|angiogram|coronary angiogram|angioplasty|cabg|ogd|gastroscopy|colonoscopy|endoscopy|biopsy|surgery|operation|pacemaker|dialysis|echo|procedure|drainage|excision)\\b|(?:安排|要求|需要|考慮|轉介做)(?:緊急|進行|做)*(?:手術|胃鏡|大腸鏡|腸鏡|心導管|通波仔|內窺鏡|活檢|起搏器|洗腎|超聲波)',
      'gu',
    ),
  ],
  ['shared-care', 0.7, rule('\\bfollow[- ]?ups?\\b|\\bf/?u\\b(?!\\s?\\d)|跟進', 'gu')],
  [
    'opinion',
    0.85,
    rule(
      '\\b(?:specialist |expert |second |your |cardiology |surgical )*opinion\\b|\\bfor (?:further )?(?:assessment|evaluation|review|mx|management|work-?up)\\b|\\b(?:please|kindly|pls|plz|grateful if you could|could you|can you) (?:kindly |please )?(?:see|assess|evaluate|review|advise|work up)\\b|\\badvise\\b|評估|專科意見|意見|會診|診治',
      'gu',
    ),
  ],
];

const expectationOf = (page: Page): Asked<Expectation> | undefined => {
  const [best] = allOf(page, expectations).sort(
    (one, other) => other.confidence - one.confidence || one.from - other.from,
  );
  return best === undefined ? undefined : asAsked(page, best);
};

const consentWords: readonly (readonly ['given' | 'refused', number, RegExp])[] = [
  [
    'refused',
    0.9,
    rule(
      "\\b(?:refuse[sd]?|declines?|declined|withh[eo]ld|withdrew|withdrawn|no)\\s+(?:to )?(?:give )?consent\\b|\\b(?:does not|doesn't|did not|didn't|not) (?:give |agree|consent)(?:ed)?(?: consent| to (?:referral|share|sharing|be referred))*|\\bconsent\\s?[:=-]?\\s?(?:no|refused|not given|declined|withdrawn)\\b|不同意|拒絕(?:轉介|同意|分享)|未同意|同意(?:書)?[:：]\\s?(?:否|無|不)",
      'gu',
    ),
  ],
  [
    'given',
    0.9,
    rule(
      '\\b(?:verbal |written |signed |oral |informed )*consent(?:ed)?\\s?[:=-]?\\s?(?:given|obtained|yes|signed|ok|y\\b|to (?:referral|share|sharing|transfer))|\\b(?:verbally |has |have )?consented\\b|\\b(?:patient|pt|he|she) (?:has )?(?:agree[sd]?|consents)\\b(?! with)|\\b(?:gives?|gave|obtained|with) (?:verbal |written |signed |oral |informed |patient )*consent\\b|\\b(?:verbal|written|signed) consent\\b|agrees? to (?:the )?(?:referral|share|sharing|transfer)|(?:病人|患者|本人|家屬)?(?:已|口頭|書面|簽署)+同意(?:書)?(?:轉介)?|(?:病人|患者|本人)同意|同意(?:轉介|分享|書已簽)|同意(?:書)?[:：]\\s?(?:是|有|已)',
      'gu',
    ),
  ],
];

function consentOf(page: Page): Asked<'given' | 'refused'> | undefined {
  const found = allOf(page, consentWords);
  const [first] = found;
  if (first === undefined) return undefined;
  return asAsked(page, {
    ...first,
    confidence: found.some((each) => each.value !== first.value) ? 0.5 : first.confidence,
  });
}

const place = '[^\\n,.;:?!。(]{2,60}?';
const until =
  '(?=\\s?(?:[:,.;\\n(。?!]|$|\\s-\\s|\\sfor\\b|\\sre\\b|\\sregarding\\b|\\sas\\b|\\splease\\b|\\burgent|\\basap\\b|\\sfrom\\b))';
const receivers: readonly (readonly [number, RegExp])[] = [
  [0.9, rule(`\\brefer(?:ral|red|ring)?\\s?(?:[a-z]+ ){0,3}?(?:to|->)\\s?:?\\s?(${place})${until}`, 'gu')],
  [
    0.9,
    rule(
      `(?:轉介|轉至|轉往|轉到|轉去|急轉|轉)(?:至|到|往|去|給|予)?\\s?(\\p{Script=Han}{2,14}?(?:醫院|診所|中心|門診|急症室|專科|科|部)(?:\\p{Script=Han}{0,6}?(?:科|部|門診|專科))?)`,
      'gu',
    ),
  ],
  [
    0.85,
    rule(`(?:^|\\n)\\s?(?:to|attn|attention|致)\\s?[:：]\\s?(${place})(?=\\s?(?:[,.;\\n(]|$|\\s(?:from|re)\\b))`, 'gu'),
  ],
  [0.8, rule(`(?:^|\\n)\\s?dear\\s(${place})(?=\\s?(?:[,.;:\\n]|$))`, 'gu')],
  [0.8, rule(`(?:轉介|轉至|轉往|轉到)(?:至|到|往|去|給|予)?\\s?(\\p{Script=Han}{2,8})(?=[\\s,:。]|$)`, 'gu')],
  [0.75, rule(`\\b(?:transfer|send|handover|hand over)\\s?(?:[a-z]+ ){0,2}?to\\s(${place})${until}`, 'gu')],
];

/** The receiving place or person, as written. */
function receiver(page: Page): Asked<string> | undefined {
  for (const [confidence, finder] of receivers) {
    for (const match of page.text.matchAll(finder)) {
      const text = match[1] ?? '';
      const from = match.index + match[0].indexOf(text);
      const at = trimmed(page.text, { from, to: from + text.length });
      if (at.to - at.from < 2 || /^(?:the )?(?:hospital|you|us|him|her|them)$/u.test(page.text.slice(at.from, at.to)))
        continue;
      return asAsked(page, { ...at, value: written(page, at.from, at.to), confidence });
    }
  }
  return undefined;
}

const questionCue = rule(
  '^(?:\\?+\\s?(?=\\p{L})|(?:please|pls|plz|kindly) (?:advise|help|see|assess|review|comment|consider|suggest|confirm|let)|(?:can|could|would|should|shall|may|is|are|does|do|how|what|when|which|whether|any)\\b.*\\?|(?:grateful|appreciate)\\b|(?:can|could|would) (?:you|we|i)\\b|advise\\b|請問|可否|能否|是否|應否|需否|想問|求問|煩請)',
);
const questionInside = rule('請問|可否|是否需|應否|需否|嗎[?]?$|\\?$');

function questionOf(page: Page): Asked<string> | undefined {
  const section = page.sections.find((each) => each.name === 'question');
  if (section !== undefined) {
    const at = trimmed(page.text, section.body, /[\s,.;:。、]/u);
    if (at.to > at.from) return asAsked(page, { ...at, value: written(page, at.from, at.to), confidence: 0.95 });
  }
  const pieces = page.sentences.flatMap((sentence) => clausesOf(page.text, sentence));
  for (const clause of pieces) {
    const text = page.text.slice(clause.from, clause.to);
    if (!questionCue.test(text) && !questionInside.test(text)) continue;
    // "?STEMI" and "STEMI?" doubt a diagnosis; they ask nobody.
    const isDoubt = page.hits.some(
      (hit) =>
        overlaps(hit, clause) &&
        hit.senses.some(({ kind }) => kind === 'problem') &&
        hit.to - hit.from >= text.replace(/[?\s]/gu, '').length - 1,
    );
    if (isDoubt || text.length < 3) continue;
    const whole = text.startsWith('?')
      ? clause
      : trimmed(
          page.text,
          { from: clause.from, to: Math.max(clause.to, sentenceAt(page, clause.from).to) },
          /[\s,.;:。]/u,
        );
    return asAsked(page, { ...whole, value: written(page, whole.from, whole.to), confidence: 0.8 });
  }
  return undefined;
}

const reasonCue = rule(
  '(?<![a-z])(?:reason(?: for referral)?|c/o|complain(?:s|ing|ed) of|complaining|p/w|presents? with|presented with|presenting with|presents for|because of|due to|主訴|因|由於|原因(?:為|是)?)\\s?[:：]?\\s?',
  'gu',
);

function reasonOf(page: Page, findings: readonly Finding[]): Asked<string> | undefined {
  const section = page.sections.find(
    (each) => each.name === 'complaint' && page.text.slice(each.body.from, each.body.to).trim() !== '',
  );
  if (section !== undefined) return firstSentence(page, section.body, 0.95);
  for (const match of page.text.matchAll(reasonCue)) {
    const from = match.index + match[0].length;
    const sentence = sentenceAt(page, match.index);
    const holds = clausesOf(page.text, { from, to: sentence.to })[0];
    if (holds !== undefined && holds.to - holds.from > 2) return grown(page, holds, sentence, findings, 0.9);
  }
  for (const sentence of page.sentences) {
    const clause = clausesOf(page.text, sentence).find((each) => isComplaint(page, each, findings));
    if (clause !== undefined) return grown(page, clause, sentence, findings, 0.8);
  }
  return undefined;
}

function firstSentence(page: Page, body: Stretch, confidence: number): Asked<string> | undefined {
  const [at] = page.sentences
    .filter((each) => overlaps(each, body))
    .map((each) => trimmed(page.text, { from: Math.max(each.from, body.from), to: Math.min(each.to, body.to) }))
    .filter(({ from, to }) => to > from);
  return at === undefined ? undefined : asAsked(page, { ...at, value: written(page, at.from, at.to), confidence });
}

const asOriginal = (page: Page, clause: Stretch): readonly [number, number] =>
  placeOf(page, clause.from, clause.to).span ?? [0, 0];

function problemsIn(page: Page, clause: Stretch, findings: readonly Finding[]): Finding[] {
  const [from, to] = asOriginal(page, clause);
  return findings.filter(
    (each) =>
      each.type === 'problem' &&
      each.source.span !== undefined &&
      each.source.span[0] >= from &&
      each.source.span[1] <= to,
  );
}

const isOld = rule('^(?:pmh|past|known|hx of|h/o|history of|background|phx?|既往|過往|有.{0,6}病史)');
const isComplaint = (page: Page, clause: Stretch, findings: readonly Finding[]): boolean =>
  !isOld.test(page.text.slice(clause.from, clause.to)) &&
  !page.sections.some(
    (section) =>
      ['past', 'family', 'allergies', 'medications', 'social'].includes(section.name) && overlaps(section.body, clause),
  ) &&
  problemsIn(page, clause, findings).some(
    (each) => each.type === 'problem' && each.status === 'present' && each.whose === 'patient',
  );

/** "chest pain 2h, STEMI?" is one reason: clauses that go on about problems belong to it. */
function grown(
  page: Page,
  clause: Stretch,
  sentence: Stretch,
  findings: readonly Finding[],
  confidence: number,
): Asked<string> {
  let { to } = clause;
  for (const next of clausesOf(page.text, { from: clause.to, to: sentence.to })) {
    const length = next.to - next.from;
    if (next.from - to > 3 || length > 60 || !isComplaint(page, next, findings)) break;
    ({ to } = next);
  }
  if (page.text[to] === '?') to += 1;
  const end = Math.min(to, clause.from + 280);
  return asAsked(page, { from: clause.from, to: end, value: written(page, clause.from, end), confidence });
}
