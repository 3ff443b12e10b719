import { type Element, kids, readXml } from './xml.ts';

/** Names that are lists in FHIR even when there is one of them. */
const lists = new Set(
  'entry identifier telecom address contact communication coding given prefix suffix category interpretation referenceRange component dosage dosageInstruction doseAndRate reaction manifestation note extension link participant diagnosis reasonCode performer result section contained additionalInstruction bodySite evidence stage ingredient event timing_ timeOfDay dayOfWeek when'.split(
    ' ',
  ),
);

/** FHIR in XML as the same thing in JSON: `value` attributes become values, repeated elements lists. */
export const fhirJsonOf = (xml: string): string => JSON.stringify(resourceOf(readXml(xml)));

const resourceOf = (element: Element): Record<string, unknown> => ({
  resourceType: element.name,
  ...objectOf(element),
});

function objectOf(element: Element): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const { id, url } = element.attributes;
  if (id !== undefined) found['id'] = id;
  if (url !== undefined) found['url'] = url;
  for (const child of kids(element)) {
    const value = valueOf(child, element);
    const before = found[child.name];
    if (before !== undefined)
      found[child.name] = Array.isArray(before) ? [...(before as unknown[]), value] : [before, value];
    else
      found[child.name] =
        lists.has(child.name) || (child.name === 'name' && element.name === 'Patient') ? [value] : value;
  }
  return found;
}

function valueOf(child: Element, parent: Element): unknown {
  if (child.name === 'div') return textOf(child);
  if (child.name === 'resource' || child.name === 'contained') {
    const [inner] = kids(child);
    return inner === undefined ? {} : resourceOf(inner);
  }
  const { value } = child.attributes;
  if (value === undefined) return objectOf(child);
  if (value === 'true' || value === 'false') return value === 'true';
  const isQuantity = child.name === 'value' && kids(parent).some(({ name }) => name === 'unit' || name === 'code');
  return isQuantity && /^-?\d+(?:\.\d+)?$/u.test(value) ? Number(value) : value;
}

/** The narrative again as markup, as JSON carries it. */
function textOf(element: Element): string {
  const inside = element.children
    .map((each) => (typeof each === 'string' ? each.replaceAll('<', '&lt;') : textOf(each)))
    .join('');
  return `<${element.name}>${inside}</${element.name}>`;
}
