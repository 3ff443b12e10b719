import { statSync } from 'node:fs';

/** What stands in a file, read again once another process has replaced it. Until a file that is being moved is back, what was read is what there is. */
export function followed<What>(path: string, first: What, read: (before: What) => What): () => What {
  let [stamp, last] = [stampOf(path), first];
  return () => {
    const now = stampOf(path);
    if (now !== undefined && now !== stamp) [stamp, last] = [now, read(last)];
    return last;
  };
}

function stampOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
}
