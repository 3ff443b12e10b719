import type { Names } from '#src/domain/letter/names.ts';
import type { Labelled, LetterSide } from '#src/domain/letter/side.ts';
import type { Identity } from '#src/domain/referral/content.ts';
import type { LetterAsked } from '#src/ports/letters.ts';
import { partsOf } from './parts.ts';
import { type Tongue, writtenTime } from './tongue.ts';
import { en, type LetterWord, type LetterWords } from './words/en.ts';
import { zhHant } from './words/zh-hant.ts';

const tongues = ({ withChinese, withEnglish }: Names): readonly [Tongue, Tongue] => [
  { language: 'en', say: sayIn(en), name: withEnglish },
  { language: 'zh-Hant', say: sayIn(zhHant), name: withChinese },
];
const sayIn =
  (words: LetterWords) =>
  (word: LetterWord): string =>
    words[word];

/** Both languages of a letter, from one and the same content. */
export function compose(asked: LetterAsked, names: Names): readonly [LetterSide, LetterSide] {
  const [english, chinese] = tongues(names);
  return [sideOf(asked, english), sideOf(asked, chinese)];
}

function sideOf(asked: LetterAsked, tongue: Tongue): LetterSide {
  const { say, language } = tongue;
  const { signOff, content, to, reader } = asked;
  const both = ({ en: english, zhHant: chinese }: { en: string; zhHant: string }): string =>
    english === chinese ? english : language === 'en' ? `${english} ${chinese}` : `${chinese} ${english}`;
  const name = signOff.institution.name;
  return {
    language,
    title: say('title'),
    institution: language === 'en' ? { first: name.en, second: name.zhHant } : { first: name.zhHant, second: name.en },
    urgency: say(`urgency.${signOff.referral.urgency}`),
    head: [
      { label: say('to'), value: [both(to.institution), ...(to.service ? [both(to.service)] : [])].join('\n') },
      { label: say('from'), value: both(name) },
      { label: say('code'), value: signOff.referral.code },
      { label: say('signedAt'), value: writtenTime(signOff.signature.at) },
    ],
    patient: { name: nameOf(content.identity) ?? say('unnamed'), facts: factsOf(content.identity, say) },
    parts: partsOf(asked, tongue),
    signature: {
      heading: say('signature'),
      lines: [
        { label: say('signedBy'), value: both(signOff.signer.name) },
        ...(signOff.signer.registration ? [{ label: say('registration'), value: signOff.signer.registration }] : []),
        { label: say('at'), value: writtenTime(signOff.signature.at) },
        { label: say('version'), value: String(signOff.referral.contentVersion) },
        { label: say('fingerprint'), value: signOff.contentHash.replace(/^.{32}/, '$&\n') },
        { label: say('key'), value: signOff.key.keyId },
      ],
      verify: say('verify'),
      qr: say('qr'),
    },
    mirrorNote: say('mirror'),
    reader: `${say('exported')} ${both(reader.name)} · ${both(reader.institution)} · ${writtenTime(reader.at)}`,
    page: say('page'),
  };
}

const nameOf = ({ nameEn, nameZh }: Identity): string | undefined =>
  [nameEn, nameZh].filter((one) => one !== undefined).join(' ') || undefined;

function factsOf({ hkid, hkidValid, otherId, birth, sex, phone }: Identity, say: Tongue['say']): readonly Labelled[] {
  const lengths = { day: 10, month: 7, year: 4 };
  return [
    ...(hkid ? [{ label: say('hkid'), value: hkidValid === false ? `${hkid} (${say('unchecked')})` : hkid }] : []),
    ...(otherId ? [{ label: say(`other.${otherId.kind}`), value: otherId.value }] : []),
    ...(birth ? [{ label: say('born'), value: birth.iso.slice(0, lengths[birth.precision]) }] : []),
    ...(sex ? [{ label: say('sex'), value: say(`sex.${sex}`) }] : []),
    ...(phone ? [{ label: say('phone'), value: phone }] : []),
  ];
}
