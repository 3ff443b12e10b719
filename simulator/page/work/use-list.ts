import { usePhone } from '../phone/phone-context.ts';
import { path } from '../world/ask.ts';
import { useAsked } from '../world/use-asked.ts';
import { type Item, itemsOf } from './shapes.ts';

/** What this person has of one kind, kept fresh. */
export function useList(name: 'todos' | 'calendar' | 'dings' | 'notices'): {
  readonly items: readonly Item[] | undefined;
  readonly again: () => void;
} {
  const { who } = usePhone();
  const { data, again } = useAsked<unknown>(
    path(name, who),
    (change) =>
      (change.userId === undefined || change.userId === who.userId) &&
      !/journal|fault|quota|message|card/.test(change.kind),
  );
  return { items: data === undefined ? undefined : itemsOf(data), again };
}
