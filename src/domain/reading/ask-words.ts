import type { Asked } from '../record/note.ts';
import type { Expectation, Urgency } from '../referral/urgency.ts';
import { allOf, asAsked } from './asked.ts';
import { rule } from './folding.ts';
import type { Page } from './page.ts';

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
export function urgencyOf(page: Page): Asked<Urgency> | undefined {
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

export const expectationOf = (page: Page): Asked<Expectation> | undefined => {
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

export function consentOf(page: Page): Asked<'given' | 'refused'> | undefined {
  const found = allOf(page, consentWords);
  const [first] = found;
  if (first === undefined) return undefined;
  return asAsked(page, {
    ...first,
    confidence: found.some((each) => each.value !== first.value) ? 0.5 : first.confidence,
  });
}
