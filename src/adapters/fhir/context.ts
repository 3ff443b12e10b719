import type { Finding, SourcePlace } from '#src/domain/record/finding.ts';
import { isObject, type Json, objects, words } from './json.ts';

/** What the reader of one resource may ask about its bundle. */
export type Context = {
  /** `Condition/123`, also where the resource has no id of its own. */
  readonly reference: string;
  /** The resource a reference leads to: inside this one, or in the bundle. */
  readonly follow: (reference: unknown) => Json | undefined;
};

/** What one kind of resource says. */
export type ResourceReader = (resource: Json, context: Context) => readonly Finding[];

export const placeIn = ({ reference }: Context, text: string): SourcePlace => ({ path: reference, text });

/** How sure a structured resource is: as written, or marked as not confirmed by its author. */
export const certain = 0.98;
export const doubted = 0.6;

export const follower =
  (byReference: ReadonlyMap<string, Json>, resource: Json) =>
  (reference: unknown): Json | undefined => {
    const wanted = isObject(reference) ? words(reference['reference']) : words(reference);
    if (wanted === undefined) return undefined;
    if (wanted.startsWith('#')) return objects(resource['contained']).find((one) => one['id'] === wanted.slice(1));
    return byReference.get(wanted) ?? byReference.get(tailOf(wanted));
  };

/** `Patient/1` of `https://…/Patient/1/_history/2`. */
export const tailOf = (reference: string): string =>
  /([A-Za-z]+\/[^/]+?)(?:\/_history\/[^/]+)?$/u.exec(reference)?.[1] ?? reference;
