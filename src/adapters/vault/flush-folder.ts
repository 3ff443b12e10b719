import { open } from 'node:fs/promises';

/** A name in a folder survives a power cut only once the folder itself was flushed. */
export async function flushFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
