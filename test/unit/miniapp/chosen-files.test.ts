import { expect, test } from 'vitest';
import { chosenIn, droppedFiles, mostFiles, pathOf, together } from '../../../miniapp/uploading/chosen-files.ts';
import { uploadKey } from '../../../miniapp/uploading/upload-key.ts';

const aFile = (name: string) => new File(['slice'], name, { lastModified: 1 });

const entryOf = (path: string, isReadable = true): FileSystemEntry => {
  const name = path.split('/').at(-1) ?? '';
  const file = (found: (file: File) => void, failed: (why: Error) => void) =>
    isReadable ? found(aFile(name)) : failed(new Error('not to be read'));
  return { isFile: true, isDirectory: false, name, fullPath: `/${path}`, file } as unknown as FileSystemEntry;
};

/** As browsers do: a folder is given in handfuls until one is empty. */
const folderOf = (name: string, inside: readonly FileSystemEntry[], handful = 100): FileSystemEntry => {
  const createReader = () => {
    const left = [...inside];
    return { readEntries: (found: (some: FileSystemEntry[]) => void) => found(left.splice(0, handful)) };
  };
  return { isFile: false, isDirectory: true, name, fullPath: `/${name}`, createReader } as unknown as FileSystemEntry;
};

const dropOf = (...entries: readonly FileSystemEntry[]) => ({
  files: [],
  items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
});

test('a dropped folder is opened to its last slice, in the order of the names, without what file managers leave there', async () => {
  const slices = Array.from({ length: 230 }, (_, at) => entryOf(`ct/IM${230 - at}.dcm`));
  const drop = dropOf(
    folderOf('ct', [...slices, entryOf('ct/.DS_Store'), entryOf('ct/Thumbs.db')]),
    entryOf('letter.pdf'),
  );

  const { files, unread } = await droppedFiles(drop);

  expect(files.map(pathOf)).toEqual([...Array.from({ length: 230 }, (_, at) => `ct/IM${at + 1}.dcm`), 'letter.pdf']);
  expect(unread).toBe(0);
});

test('slices of the same name in two folders are two files', async () => {
  const { files } = await droppedFiles(
    dropOf(folderOf('one', [entryOf('one/IM1.dcm')]), folderOf('two', [entryOf('two/IM1.dcm')])),
  );

  const keys = files.map((file) =>
    uploadKey(
      { path: pathOf(file), size: file.size, lastModified: file.lastModified },
      { referral: 'r' },
      '2026-11-23',
    ),
  );
  expect(new Set(keys).size).toBe(2);
  expect(together(files, files)).toHaveLength(2);
});

test('what cannot be read or is too many is counted, never silently lost', async () => {
  const unreadable = await droppedFiles(dropOf(folderOf('ct', [entryOf('ct/a', false), entryOf('ct/b')])));
  expect(unreadable).toMatchObject({ files: [{ name: 'b' }], unread: 1 });

  const many = Array.from({ length: mostFiles + 3 }, (_, at) => `IM${at}`);
  expect(
    (
      await droppedFiles(
        dropOf(
          folderOf(
            'ct',
            many.map((name) => entryOf(`ct/${name}`)),
          ),
        ),
      )
    ).unread,
  ).toBe(3);
  expect(chosenIn(many.map(aFile))).toMatchObject({ files: { length: mostFiles }, unread: 3 });
});

test('files dropped without folders are taken as they come', async () => {
  const file = aFile('a.pdf');
  expect(await droppedFiles({ files: [file], items: [] })).toEqual({ files: [file], unread: 0 });
});
