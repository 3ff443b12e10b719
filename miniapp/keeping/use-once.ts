import { useEffect, useRef } from 'react';
import { useDesk } from '../desk.ts';

/** A name for one beginning, the same after a lost answer and a closed app: what was begun by it is begun once. */
export function useOnce(name: string): { readonly take: () => string; readonly done: () => void } {
  const { kept } = useDesk();
  const once = useRef<string>(undefined);
  useEffect(() => {
    void kept.get(name).then((found) => {
      once.current ??= found?.text;
    });
  }, [kept, name]);
  return {
    take: () => {
      once.current ??= aName();
      void kept.put(name, once.current);
      return once.current;
    },
    done: () => {
      once.current = undefined;
      kept.drop(name);
    },
  };
}

const aName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
