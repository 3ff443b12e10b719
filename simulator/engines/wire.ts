import { refuse } from './refusal.ts';

/** A JSON object as it came over the wire: nothing is promised about what is inside. */
export type Wire = Readonly<Record<string, unknown>>;

export const isWire = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asWire = (value: unknown): Wire => (isWire(value) ? value : {});

export const text = (body: Wire, key: string): string | undefined => {
  const value = body[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Numbers arrive as numbers or, from query strings and some SDKs, as digits. */
export const number = (body: Wire, key: string): number | undefined => {
  const value = body[key];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  return undefined;
};

export const flag = (body: Wire, key: string): boolean => body[key] === true || body[key] === 'true';

export const list = (body: Wire, key: string): readonly unknown[] => {
  const value = body[key];
  return Array.isArray(value) ? value : [];
};

export const texts = (body: Wire, key: string): readonly string[] =>
  list(body, key).filter((item): item is string => typeof item === 'string');

export const wires = (body: Wire, key: string): readonly Wire[] => list(body, key).filter(isWire);

export const needText = (body: Wire, key: string, code: string): string =>
  text(body, key) ?? refuse(code, `${key} is missing`);

export const needNumber = (body: Wire, key: string, code: string): number =>
  number(body, key) ?? refuse(code, `${key} is missing or no number`);

/** What a JSON string holds, or undefined when it is not JSON. */
export const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    // a broken value is drawn as blank, exactly as a phone does
    return undefined;
  }
};
