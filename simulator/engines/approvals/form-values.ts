import { refuse } from '../refusal.ts';
import { parsed, text, type Wire } from '../wire.ts';
import type { Component, Form } from './form.ts';

/** One filled-in field, as it is read back. */
export type FilledValue = {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly componentType: string;
  readonly bizAlias?: string;
  readonly extValue?: string;
};

const MOST = 150;
const LONGEST = 65_535;

/** Checks the values of a start call against the form and refuses as DingTalk does. */
export function fill(form: Form, given: readonly Wire[], knows: (userId: string) => boolean): readonly FilledValue[] {
  if (given.length === 0) refuse('invalidParameter', 'formComponentValues is missing');
  if (given.length > MOST) refuse('processInstanceInvalidParameter', 'at most 150 form values');
  const filled = given.map((value) => fillOne(form, value, knows));
  const missing = form.components.find(
    ({ id, required }) => required && !filled.some((value) => value.id === id && value.value !== ''),
  );
  if (missing) refuse('processInstanceInvalidParameter', `the required field ${missing.label} is missing`);
  return filled;
}

function fillOne(form: Form, given: Wire, knows: (userId: string) => boolean): FilledValue {
  const name = text(given, 'name') ?? refuse('processInstanceInvalidParameter', 'a form value has no name');
  const component = componentFor(form, given, name);
  const { value } = given;
  if (typeof value !== 'string')
    return refuse('formConverterError', `${component.type} ${component.id}: the value must be a string`);
  if (value.length > LONGEST) refuse('processInstanceInvalidParameter', `${component.id}: the value is too long`);
  if (value !== '') check(component, value, knows);
  const extValue = text(given, 'extValue');
  return {
    id: component.id,
    name: component.label,
    value,
    componentType: component.type,
    ...(component.bizAlias === undefined ? {} : { bizAlias: component.bizAlias }),
    ...(extValue === undefined ? {} : { extValue }),
  };
}

const componentFor = (form: Form, given: Wire, name: string): Component =>
  form.components.find(({ id }) => id === text(given, 'id')) ??
  form.components.find(({ label, bizAlias }) => label === name || bizAlias === (text(given, 'bizAlias') ?? name)) ??
  refuse('formConverterError', `the form has no component named ${name}`);

function check({ type, id, options }: Component, value: string, knows: (userId: string) => boolean): void {
  const wrong = (why: string): never => refuse('formConverterError', `${type} ${id}: ${why}`);
  switch (type) {
    case 'DDSelectField':
      if (!options.includes(value)) wrong('the value is not one of the options');
      return;
    case 'DDMultiSelectField':
      if (!strings(value)?.every((item) => options.includes(item))) wrong('the value is not a JSON array of options');
      return;
    case 'InnerContactField':
      if (!strings(value)?.every(knows)) wrong('the value is not a JSON array of known userIds');
      return;
    case 'DDPhotoField':
    case 'RelateField':
      if (strings(value) === undefined) wrong('the value is not a JSON array of strings');
      return;
    case 'DDDateRangeField':
      if (strings(value)?.length !== 2) wrong('the value is not a JSON array of two dates');
      return;
    case 'DDDateField':
      if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/.test(value)) wrong('a date is written yyyy-MM-dd');
      return;
    case 'NumberField':
    case 'MoneyField':
      if (!/^-?\d+(\.\d+)?$/.test(value)) wrong('the value is no number');
      return;
    case 'TableField':
    case 'DDAttachment':
      if (!Array.isArray(parsed(value))) wrong('the value is not a JSON array');
  }
}

const strings = (json: string): readonly string[] | undefined => {
  const value = parsed(json);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
};
