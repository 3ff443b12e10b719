import type { DocumentLine } from '#src/domain/intake/document-line.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type ActionName, actionsFor, isIrreversible, needsOf } from '#src/domain/referral/actions.ts';
import type { Gap } from '#src/domain/referral/gaps.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { type Language, speak } from '../words/words.ts';

export type Button = {
  readonly label: string;
  readonly action: string;
  readonly field?: string;
  readonly value?: string;
  readonly confirm?: string;
  readonly style: 'primary' | 'plain' | 'danger';
};

/** The template has this many places for buttons. */
export const buttonPlaces = 6;

/** What needs more than a tap opens the mini-app, where there is room to write and choose. */
const oneTap = (name: ActionName): boolean => needsOf(name) === 'nothing';

type Scene = {
  readonly referral: Referral;
  readonly gaps: readonly Gap[];
  readonly language: Language;
  readonly toName: string;
  readonly duplicates: number;
  /** Those whose new and sure facts this person may take over here. */
  readonly files?: readonly DocumentLine[];
};

/** The buttons of one person on one card: first the one-tap answers to what is missing, then the steps they may take. */
export function buttonsFor(person: Person, scene: Scene): readonly Button[] {
  const { referral, gaps, language, files = [] } = scene;
  const actions = actionsFor(person, referral).filter((name) => oneTap(name) && name !== 'revise');
  const writes = actionsFor(person, referral).includes('ask-sign-off');
  const answers = writes ? gaps.flatMap((gap) => gapButtons(gap, language)) : [];
  const steps = actions
    .filter((name) => name !== 'ask-sign-off' || gaps.length === 0)
    .map((name) => stepButton(name, scene));
  const takes = writes ? files.flatMap((line) => takeButton(line, language)).slice(0, 1) : [];
  return [...steps, ...takes, ...answers].slice(0, buttonPlaces);
}

/** Takes over what the private part of the card lists of one file: all of it new and sure, nothing else. */
const takeButton = ({ upload, number, take }: DocumentLine, language: Language): Button[] =>
  take.length === 0
    ? []
    : [
        {
          label: speak(language, 'button.take', { n: take.length, file: number }),
          action: 'take-file',
          field: upload,
          value: String(take.length),
          style: 'plain',
        },
      ];

const gapButtons = (gap: Gap, language: Language): Button[] =>
  gap.field === 'to'
    ? []
    : gap.choices.map((choice) => ({
        label: speak(language, `choice.${gap.field}.${choice}`),
        action: 'correct',
        field: gap.field,
        value: choice,
        style: 'plain' as const,
      }));

function stepButton(name: ActionName, { referral, language, toName, duplicates }: Scene): Button {
  const action = speak(language, `action.${name}`);
  const sends = name === 'ask-sign-off' && duplicates > 0;
  const confirm = sends
    ? speak(language, 'confirm.duplicate', { code: referral.code })
    : isIrreversible(name)
      ? speak(language, 'confirm.card', { action, code: referral.code, to: toName })
      : undefined;
  return {
    label: action,
    action: name,
    style:
      name === 'sign' || name === 'accept' || name === 'ask-sign-off'
        ? 'primary'
        : isIrreversible(name)
          ? 'danger'
          : 'plain',
    ...(confirm ? { confirm } : {}),
  };
}

/** Fills the template's places; an unused place is not drawn. */
export function buttonValues(buttons: readonly Button[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (let place = 1; place <= buttonPlaces; place += 1) {
    const button = buttons[place - 1];
    values[`b${place}`] = String(button !== undefined);
    values[`b${place}Label`] = button?.label ?? '';
    values[`b${place}Action`] = button?.action ?? '';
    values[`b${place}Field`] = button?.field ?? '';
    values[`b${place}Value`] = button?.value ?? '';
    values[`b${place}Confirm`] = button?.confirm ?? '';
    values[`b${place}Style`] = button?.style ?? 'plain';
  }
  return values;
}
