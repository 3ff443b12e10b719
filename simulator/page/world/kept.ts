import { useEffect, useState } from 'react';

/** State that is still there after a reload of the page: who is on stage, light or dark. Never anything of a chat. */
export function useKept<T>(name: string, first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => read(name) ?? first);
  useEffect(() => {
    try {
      localStorage.setItem(`pretend-dingtalk.${name}`, JSON.stringify(value));
    } catch {
      // a private window without storage: the page simply forgets
    }
  }, [name, value]);
  return [value, setValue];
}

function read<T>(name: string): T | undefined {
  try {
    const kept = localStorage.getItem(`pretend-dingtalk.${name}`);
    // only this file writes the key, with a value of this type
    return kept === null ? undefined : (JSON.parse(kept) as T);
  } catch {
    return undefined;
  }
}
