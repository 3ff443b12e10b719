import { createContext, useContext } from 'react';
import type { App, Corp, User, Who } from '../world/shapes.ts';

export type Opening = { readonly url: string; readonly fromWorkbench?: boolean };

/** What every part of one phone knows: whose it is, and how to open, tell and ask inside it. */
export type PhoneInHand = {
  readonly who: Who;
  readonly user: User;
  readonly corp: Corp;
  readonly app: App | undefined;
  readonly now: number;
  readonly open: (opening: Opening) => void;
  readonly toast: (words: string, good?: boolean) => void;
  readonly confirm: (question: string, yes: string) => Promise<boolean>;
};

export const PhoneContext = createContext<PhoneInHand | undefined>(undefined);

export function usePhone(): PhoneInHand {
  const phone = useContext(PhoneContext);
  if (phone === undefined) throw new Error('usePhone is for the parts inside a phone');
  return phone;
}
