import { refuse } from '../refusal.ts';
import { asWire, list, needText, text, type Wire, wires } from '../wire.ts';

/** One field of an approval form. */
export type Component = {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly bizAlias?: string;
  readonly required: boolean;
  readonly options: readonly string[];
  readonly props: Wire;
  readonly children: readonly Component[];
};

/** An approval template: what a person fills in. Who signs is the console's matter, or the call's. */
export type Form = {
  readonly processCode: string;
  readonly name: string;
  readonly description: string;
  readonly components: readonly Component[];
  readonly templateConfig: Wire;
  readonly centre: boolean;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

export const KNOWN_TYPES: ReadonlySet<string> = new Set(
  (
    'TextField TextareaField NumberField DDSelectField DDMultiSelectField DDDateField DDDateRangeField TextNote ' +
    'DDPhotoField MoneyField TableField DDAttachment InnerContactField DepartmentField RelateField AddressField ' +
    'StarRatingField PhoneField TimeAndLocationField'
  ).split(' '),
);

export const FORMS_PER_CORP = 200;

/** A form out of the body of `POST /v1.0/workflow/forms` (and of the process centre's schemas). */
export function formOf(body: Wire, processCode: string, now: number, centre: boolean): Form {
  const name = needText(body, 'name', 'invalidParameter');
  if (name.length > 200) refuse('formName.error', 'a form name has at most 200 characters');
  const description = text(body, 'description') ?? '';
  if (description.length > 300) refuse('invalidParameter', 'a description has at most 300 characters');
  const given = wires(body, 'formComponents');
  if (given.length === 0) refuse('invalidParameter', 'formComponents is missing');
  if (given.length > 200) refuse('formschema.error', 'a form has at most 200 components');
  const components = given.map(componentOf);
  const ids = components.map(({ id }) => id);
  if (new Set(ids).size < ids.length) refuse('formschema.error', 'a componentId is used twice');
  return {
    processCode,
    name,
    description,
    components,
    templateConfig: asWire(body.templateConfig),
    centre,
    createdAt: now,
    modifiedAt: now,
  };
}

function componentOf(given: Wire, place: number): Component {
  const type = needText(given, 'componentType', 'formschema.error');
  if (!KNOWN_TYPES.has(type)) refuse('illegalComponent', `there is no component type ${type}`);
  const props = asWire(given.props);
  const label = labelOf(props, type);
  const id = text(props, 'componentId') ?? `${type}-${place}`;
  const bizAlias = text(props, 'bizAlias');
  if (id.length > 64 || (bizAlias?.length ?? 0) > 64)
    refuse('formschema.error', 'componentId and bizAlias have at most 64 characters');
  if ((text(props, 'placeholder')?.length ?? 0) > 128)
    refuse('formschema.error', 'a placeholder has at most 128 characters');
  if ((text(props, 'content')?.length ?? 0) > 500) refuse('formschema.error', 'a note has at most 500 characters');
  return {
    id,
    type,
    label,
    ...(bizAlias === undefined ? {} : { bizAlias }),
    required: props.required === true,
    options: optionsOf(props),
    props,
    children: wires(given, 'children').map(componentOf),
  };
}

/** A label has at most 20 characters; a date range has two, written as a JSON array string. */
function labelOf(props: Wire, type: string): string {
  const label = text(props, 'label') ?? (type === 'TextNote' ? '' : refuse('formschema.error', 'a label is missing'));
  const parts = type === 'DDDateRangeField' && label.startsWith('[') ? asTexts(label) : [label];
  if (parts.some((part) => part.length > 20)) refuse('formschema.error', 'a label has at most 20 characters');
  return label;
}

const asTexts = (json: string): readonly string[] => {
  try {
    return list({ parts: JSON.parse(json) }, 'parts').map(String);
  } catch {
    return refuse('formschema.error', 'the label of a date range is a JSON array of two words');
  }
};

const optionsOf = (props: Wire): readonly string[] =>
  list(props, 'options').map((option) =>
    typeof option === 'string' ? option : (text(asWire(option), 'value') ?? text(asWire(option), 'key') ?? ''),
  );

/** The answer of `forms/schemas/processCodes`. */
export const schemaAnswer = (form: Form) => ({
  name: form.name,
  formCode: form.processCode,
  memo: form.description,
  status: 'PUBLISHED',
  gmtCreate: minute(form.createdAt),
  gmtModified: minute(form.modifiedAt),
  schemaContent: { title: form.name, items: form.components.map(schemaItem) },
});

const schemaItem = (component: Component): Wire => ({
  componentName: component.type,
  props: {
    id: component.id,
    label: component.label,
    required: component.required,
    ...(component.bizAlias === undefined ? {} : { bizAlias: component.bizAlias }),
    ...(component.options.length === 0
      ? {}
      : { options: component.options.map((value, place) => ({ key: `option_${place}`, value })) }),
  },
  ...(component.children.length === 0 ? {} : { children: component.children.map(schemaItem) }),
});

/** `2026-11-22T02:52Z`: approvals speak in minutes. */
export const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
