import { useState } from 'react';
import type { Block, FormField } from '../world/shapes.ts';

type FormBlock = Extract<Block, { kind: 'form' }>;
type Props = {
  readonly block: FormBlock;
  readonly busy: boolean;
  readonly onSend: (actionId: string, params: unknown) => Promise<boolean>;
};
type Value = string | boolean | readonly string[];

/** DingTalk's form part: what was typed comes back under `params.form`, choices as `{ index, value }`. */
export function CardForm({ block, busy, onSend }: Props) {
  const { fields } = block.value;
  const shown = fields.filter(({ hidden }) => !hidden);
  const [typed, setTyped] = useState<Readonly<Record<string, Value>>>({});
  const valueOf = (field: FormField): Value => typed[field.name] ?? firstOf(field);
  const missing = shown.filter((field) => field.required && isEmpty(valueOf(field)));
  const send = async () => {
    const form = Object.fromEntries(fields.map((field) => [field.name, asDingTalkSends(field, valueOf(field))]));
    if (await onSend(block.actionId, { form })) setTyped({});
  };
  return (
    <form
      className="card-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {shown.map((field) => (
        <FieldIn
          key={field.name}
          field={field}
          value={valueOf(field)}
          onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <button type="submit" className="button is-primary" disabled={busy || missing.length > 0} aria-busy={busy}>
        {block.submitLabel || 'Send'}
      </button>
    </form>
  );
}

type FieldProps = { readonly field: FormField; readonly value: Value; readonly onChange: (value: Value) => void };

function FieldIn({ field, value, onChange }: FieldProps) {
  const label = `${field.label ?? field.name}${field.required ? ' (needed)' : ''}`;
  const common = { disabled: field.readOnly === true, placeholder: field.placeholder ?? '' };
  const words = typeof value === 'string' ? value : '';
  if (isTick(field))
    return (
      <label className="field is-tick">
        <input
          type="checkbox"
          checked={value === true}
          disabled={common.disabled}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
    );
  if (isMany(field)) {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <fieldset className="field" disabled={common.disabled}>
        <legend>{label}</legend>
        {field.options?.map((option) => (
          <label key={option.value} className="is-tick">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))
              }
            />
            {textOf(option)}
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <label className="field">
      {label}
      {field.options && field.options.length > 0 ? (
        <select value={words} disabled={common.disabled} onChange={({ target }) => onChange(target.value)}>
          <option value="">Choose…</option>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {textOf(option)}
            </option>
          ))}
        </select>
      ) : field.type === 'TEXT_AREA' ? (
        <textarea rows={3} value={words} {...common} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <input
          type={INPUT[field.type ?? ''] ?? 'text'}
          value={words}
          {...common}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </label>
  );
}

const INPUT: Readonly<Record<string, string>> = {
  NUMBER: 'number',
  DATE: 'date',
  TIME: 'time',
  DATETIME: 'datetime-local',
};
const isTick = ({ type }: FormField): boolean => type === 'SWITCH' || type === 'CHECKBOX';
const isMany = ({ type }: FormField): boolean =>
  type === 'MULTI_SELECT' || type === 'MULTI_CHECKBOX_GROUP' || type === 'CHECKBOX_GROUP';

const isEmpty = (value: Value): boolean => value === '' || (Array.isArray(value) && value.length === 0);

function firstOf(field: FormField): Value {
  const { defaultValue } = field;
  if (isTick(field)) return defaultValue === true || defaultValue === 'true';
  if (isMany(field)) return Array.isArray(defaultValue) ? defaultValue.map(String) : [];
  if (typeof defaultValue === 'object' && defaultValue !== null && 'value' in defaultValue)
    return String(defaultValue.value);
  return defaultValue === undefined || defaultValue === null ? '' : String(defaultValue);
}

function asDingTalkSends(field: FormField, value: Value): unknown {
  if (isMany(field) && Array.isArray(value)) return { index: value.map((one) => indexIn(field, one)), value };
  if (field.options && field.options.length > 0 && typeof value === 'string')
    return value === '' ? '' : { index: indexIn(field, value), value };
  return value;
}

const indexIn = (field: FormField, value: string): number =>
  field.options?.findIndex((option) => option.value === value) ?? -1;

/** An option's words come plain or by language; the page speaks English. */
function textOf({ value, text }: { readonly value: string; readonly text?: unknown }): string {
  if (typeof text === 'string') return text;
  if (typeof text === 'object' && text !== null) {
    const words = Object.entries(text);
    const english = words.find(([language]) => /^en/i.test(language)) ?? words[0];
    if (typeof english?.[1] === 'string') return english[1];
  }
  return value;
}
