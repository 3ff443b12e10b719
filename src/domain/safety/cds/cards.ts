import { type AcknowledgeReason, acknowledgeReasons } from '../acknowledging.ts';
import type { Alert } from '../alert.ts';
import type { SafetyAnswer } from '../check.ts';

/** A card of CDS Hooks 2.0. */
export type CdsCard = {
  readonly uuid: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: 'critical' | 'warning' | 'info';
  readonly source: {
    readonly label: string;
    readonly topic?: { readonly system: string; readonly code: string; readonly display: string };
  };
  readonly overrideReasons?: readonly { readonly code: string; readonly system: string; readonly display: string }[];
};

const indicators = { stop: 'critical', caution: 'warning', note: 'info' } as const;
const system = 'urn:baton:acknowledge-reason';
const reasonWords: Readonly<Record<AcknowledgeReason, string>> = {
  'benefit-outweighs': 'The benefit outweighs the risk',
  'will-monitor': 'Will be monitored',
  'already-tolerated': 'Tolerated before',
  'will-change': 'The order will be changed',
  'not-accurate': 'The warning is not accurate',
  'patient-informed': 'The patient was informed',
  other: 'Another reason',
};
const overrideReasons = acknowledgeReasons.map((code) => ({ code, system, display: reasonWords[code] }));

/** One card an alert, gravest first; one for what was not recognised; one for what was not sent or is not known. `uuid` makes a fresh one for each card. */
export function cardsFor(answer: SafetyAnswer, missing: readonly string[], uuid: (rule: string) => string): CdsCard[] {
  return [
    ...answer.alerts.map((alert) => cardFor(alert, uuid(alert.rule))),
    ...(answer.unrecognised.length === 0
      ? []
      : [
          {
            uuid: uuid('NOTREC'),
            summary: `${answer.unrecognised.length} not recognised, NOT CHECKED`,
            detail: listed(answer.unrecognised),
            indicator: 'warning' as const,
            source: { label: 'Baton safety net' },
          },
        ]),
    ...(answer.unknown.length + missing.length === 0
      ? []
      : [
          {
            uuid: uuid('NOTKNO'),
            summary: 'Some checks could not be made',
            detail: listed([...missing.map((key) => `${key} was not sent: not checked`), ...answer.unknown]),
            indicator: 'info' as const,
            source: { label: 'Baton safety net' },
          },
        ]),
  ];
}

function cardFor(alert: Alert, uuid: string): CdsCard {
  const existing =
    alert.existing === undefined ? [] : [`Existing result: ${plain(alert.existing.value)} (${alert.existing.at})`];
  return {
    uuid,
    summary: short(`${alert.subjects.map(plain).join(' + ')}: ${alert.do}`),
    detail: [
      `${plain(alert.why)}.`,
      `**Do:** ${plain(alert.do)}.`,
      ...existing,
      `Rule ${[alert.rule, ...(alert.also ?? [])].join(', ')} of ${alert.version}, not reviewed by a clinician. Source: ${plain(alert.source)}.`,
    ].join('\n\n'),
    indicator: indicators[alert.tier],
    source: {
      label: `Baton safety net (${plain(alert.source)})`,
      topic: { system: 'urn:baton:safety-rule', code: alert.rule, display: alert.kind },
    },
    ...(alert.tier === 'note' ? {} : { overrideReasons }),
  };
}

/** The standard asks for less than 140 characters. */
const short = (text: string): string => ([...text].length < 140 ? text : `${[...text].slice(0, 138).join('')}…`);
/** What others wrote must not become markup in somebody's chart. */
const plain = (text: string): string =>
  text
    .replaceAll(/[<>[\]`*_\\|#]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
const listed = (all: readonly string[]): string => all.map((each) => `- ${plain(each)}`).join('\n');

/** Alerts that the drafts bring: what was so before them is not told again at each order. */
export const newAlerts = (before: readonly Alert[], after: readonly Alert[]): Alert[] => {
  const known = new Set(before.map(keyOf));
  return after.filter((alert) => !known.has(keyOf(alert)));
};

const keyOf = ({ tier, kind, rule, subjects }: Alert): string => [tier, kind, rule, ...subjects].join('\n');

const hex = (text: string): string =>
  [...text].map((each) => (each.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('');

/** A card's id carries its rule in its last twelve digits (UUID version 8), so that feedback can be counted without keeping cards. `random`: twenty hexadecimal digits. */
export const cardId = (rule: string, random: string): string =>
  `${random.slice(0, 8)}-${random.slice(8, 12)}-8${random.slice(12, 15)}-a${random.slice(15, 18)}-${hex(rule.slice(0, 6).padEnd(6, '_'))}`;

/** The rule behind a card's id, or nothing when it is none of ours. */
export function ruleOfCard(uuid: string): string | undefined {
  const digits = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-([0-9a-f]{12})$/u.exec(uuid.toLowerCase())?.[1];
  if (digits === undefined) return undefined;
  const rule = (digits.match(/../gu) ?? []).map((pair) => String.fromCodePoint(Number.parseInt(pair, 16))).join('');
  return /^[A-Z]{3}\d{3}$/u.test(rule) ? rule : undefined;
}
