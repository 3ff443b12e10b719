import type { DocumentLine } from '#src/domain/intake/document-line.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { isSure } from '#src/domain/record/finding.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import { type Language, speak } from '../words/words.ts';
import { fileRows } from './file-rows.ts';

type Row = { readonly label: string; readonly value: string; readonly tone?: 'ok' | 'unsure' | 'missing' | 'allergy' };

/**
 * The part of a card that says something of the patient. DingTalk asks for it each time an allowed person looks and keeps none of it;
 * allergies come first and are red, with words.
 */
export function livePart(
  content: ReferralContent,
  alerts: readonly AlertSaid[],
  language: Language,
  files: readonly DocumentLine[] = [],
): Record<string, string> {
  const rows = [...alertRows(alerts, language), ...rowsOf(content, language), ...fileRows(files, words, language)];
  return { allergyLine: allergyLine(content, language), details: JSON.stringify(rows) };
}

function allergyLine(content: ReferralContent, language: Language): string {
  const named = content.findings.filter((finding) => finding.type === 'allergy' && finding.status === 'present');
  if (content.allergiesSaid === 'given' && named.length > 0) {
    const list = named
      .map((finding) =>
        finding.type === 'allergy'
          ? `${finding.name}${finding.reaction ? ` (${finding.reaction})` : ''}${sureMark(finding, language)}`
          : '',
      )
      .join(', ');
    return `<font colorTokenV2=common_red1_color>**${speak(language, 'card.allergies', { list })}**</font>`;
  }
  return speak(
    language,
    content.allergiesSaid === 'none'
      ? 'card.allergies-none'
      : content.allergiesSaid === 'unknown'
        ? 'card.allergies-unknown'
        : 'card.allergies-not-said',
  );
}

type AlertSaid = {
  readonly tier: 'stop' | 'caution' | 'note';
  readonly subjects: readonly string[];
  readonly why: string;
  readonly do: string;
  readonly acknowledged?: { readonly reason: string } | undefined;
};

/** Stops and cautions stand before everything else; notes are for the mini-app, or nobody reads the card any more. */
const alertRows = (alerts: readonly AlertSaid[], language: Language): Row[] =>
  alerts
    .filter(({ tier }) => tier !== 'note')
    .slice(0, 4)
    .map(({ tier, subjects, why, do: what, acknowledged }) => ({
      label: speak(language, `card.alert.${tier}`),
      value: [
        `${subjects.some((one) => why.includes(one)) ? '' : `${subjects.join(' + ')}: `}${why}. ${what}`,
        acknowledged &&
          speak(language, 'card.alert.answered', { reason: speak(language, `alert-reason.${acknowledged.reason}`) }),
      ]
        .filter(Boolean)
        .join(' — ')
        .slice(0, 300),
      ...(tier === 'stop' && !acknowledged ? { tone: 'missing' as const } : {}),
    }));

function rowsOf(content: ReferralContent, language: Language): readonly Row[] {
  const { identity, findings } = content;
  const name = [identity.nameEn, identity.nameZh].filter(Boolean).join(' ');
  const rows: (Row | undefined)[] = [
    row('card.name', name, language),
    row(
      'card.identifier',
      identity.hkid ?? identity.otherId?.value,
      language,
      identity.hkidValid === false ? 'missing' : undefined,
    ),
    row('card.birth', identity.birth?.iso, language),
    row('card.sex', identity.sex && speak(language, `sex.${identity.sex}`), language),
    row('card.reason', content.reason, language),
    row(
      'card.problems',
      list(
        findings.filter(
          (finding) => finding.type === 'problem' && finding.whose === 'patient' && finding.status === 'present',
        ),
        language,
      ),
      language,
    ),
    row('card.medicines', medicines(content, language), language),
    row(
      'card.results',
      list(
        findings.filter((finding) => finding.type === 'result' || finding.type === 'vital'),
        language,
      ),
      language,
    ),
    row(
      'card.consent',
      content.consent &&
        speak(language, content.consent.given ? 'card.consent-yes' : 'card.consent-no', {
          how: speak(language, `how.${content.consent.how}`),
        }),
      language,
    ),
    row('card.outcome', content.outcome?.words, language),
  ];
  return rows.filter((one) => one !== undefined);
}

const row = (label: string, value: string | undefined, language: Language, tone?: Row['tone']): Row | undefined =>
  value ? { label: speak(language, label), value: value.slice(0, 300), ...(tone ? { tone } : {}) } : undefined;

function medicines(content: ReferralContent, language: Language): string {
  if (content.medicationsSaid === 'none' || content.medicationsSaid === 'unknown')
    return speak(language, `card.medicines-${content.medicationsSaid}`);
  return list(
    content.findings.filter((finding) => finding.type === 'medication' && finding.status === 'present'),
    language,
  );
}

const list = (findings: readonly Finding[], language: Language): string =>
  findings.map((finding) => `${words(finding)}${sureMark(finding, language)}`).join('; ');

const sureMark = (finding: Finding, language: Language): string =>
  isSure(finding) ? '' : ` ${speak(language, 'card.not-sure')}`;

export function words(finding: Finding): string {
  switch (finding.type) {
    case 'medication':
      return [finding.name, finding.dose, finding.route, finding.frequency, finding.duration].filter(Boolean).join(' ');
    case 'result':
    case 'vital':
      return [finding.name, finding.value ?? (finding.status === 'pending' ? '…' : ''), finding.unit]
        .filter(Boolean)
        .join(' ');
    case 'allergy':
      return [finding.name, finding.reaction && `(${finding.reaction})`].filter(Boolean).join(' ');
    case 'problem':
      return [finding.name, finding.since].filter(Boolean).join(' ');
    case 'identity':
      return finding.value;
    case 'procedure':
    case 'encounter':
    case 'image':
    case 'instruction':
      return [finding.name, finding.value, finding.at].filter(Boolean).join(' ');
  }
}
