/** More than this in one go is not a study but a disk. */
export const mostFiles = 5_000;

/** Left by file managers beside what somebody chose. */
const litter = /^(\.|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

const paths = new WeakMap<File, string>();

/** Where a file lay in the folder that was chosen: slices of several series often have the same name. */
export const pathOf = (file: File): string => paths.get(file) || file.webkitRelativePath || file.name;

/** What was chosen before and what was chosen now; a file chosen twice goes along once. */
export function together(before: readonly File[], now: readonly File[]): readonly File[] {
  const mark = (file: File) => `${pathOf(file)}|${file.size}|${file.lastModified}`;
  return [...new Map([...before, ...now].map((file) => [mark(file), file])).values()];
}

/** What somebody chose, and how many files of it could not be taken. */
export type Chosen = { readonly files: readonly File[]; readonly unread: number };

/** What an input was given, without the litter of file managers; what goes beyond `mostFiles` is counted as not taken. */
export function chosenIn(list: Iterable<File> | null): Chosen {
  const isLitter = (file: File) =>
    pathOf(file)
      .split('/')
      .some((part) => litter.test(part));
  const all = [...(list ?? [])].filter((file) => !isLitter(file));
  return { files: all.slice(0, mostFiles), unread: Math.max(0, all.length - mostFiles) };
}

type Dropped = {
  readonly files: Iterable<File>;
  readonly items: Iterable<{ readonly webkitGetAsEntry: () => FileSystemEntry | null }>;
};

/**
 * Everything that was dropped, whole folders opened, in the order of their names. What cannot be opened, and what goes beyond `mostFiles`, is counted as not
 * taken. To be called while the drop is handled: afterwards the browser forgets it.
 */
export async function droppedFiles({ files, items }: Dropped): Promise<Chosen> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  // Some browsers give only a flat list.
  if (!entries.some(({ isDirectory }) => isDirectory)) return chosenIn(files);
  const found: File[] = [];
  let unread = 0;
  const open = async (entry: FileSystemEntry): Promise<void> => {
    if (litter.test(entry.name)) return;
    try {
      if (isFile(entry) && found.length >= mostFiles) unread += 1;
      else if (isFile(entry)) {
        const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
        paths.set(file, entry.fullPath.replace(/^\//, ''));
        found.push(file);
      } else if (isFolder(entry)) for (const inner of await everythingIn(entry)) await open(inner);
    } catch {
      unread += 1;
    }
  };
  for (const entry of entries) await open(entry);
  return { files: found, unread };
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A browser gives a folder in handfuls of about a hundred, until one is empty. */
async function everythingIn(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
}
