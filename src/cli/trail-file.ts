import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Happening } from '#src/domain/happening.ts';
import { readLine } from '#src/domain/trail/lines.ts';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';

export type TrailEntry = {
  readonly chain: string;
  readonly seq: number;
  readonly link: string;
  readonly happening: Happening;
};

/** The entries of an exported trail that holds; undefined when the file cannot be read or the trail is broken. */
export async function entriesIn(file: string): Promise<readonly TrailEntry[] | 'no file' | 'broken'> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return 'no file';
  if (!(await verifyTrail(createReadStream(file))).ok) return 'broken';
  const found: TrailEntry[] = [];
  for await (const text of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const line = readLine(text);
    if (line?.kind !== 'entry') continue;
    // The body is the canonical text of a Happening; its instant is ISO text.
    const said = JSON.parse(line.body) as Happening & { readonly at: string };
    found.push({ chain: line.chain, seq: line.seq, link: line.link, happening: { ...said, at: new Date(said.at) } });
  }
  return found;
}
