import { loadKnowledge } from '#config/knowledge.ts';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { pictureReaders } from '#src/adapters/intake/pictures/readers.ts';
import { makePipeline, type Pipeline } from '#src/adapters/intake/pipeline.ts';
import { makeCoder } from '#src/domain/intake/coder.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { compileLexicon } from '#src/domain/reading/compile-lexicon.ts';
import { readNote } from '#src/domain/reading/read-note.ts';

/** The tables by heart, made once: it takes some tens of milliseconds. */
export function readingTools(now = new Date()): Tools {
  const lexicon = compileLexicon(loadKnowledge());
  return { lexicon, coder: makeCoder(lexicon), now };
}

/** Every reader there is, introduced to one another. */
export function readingPipeline(tools: Tools = readingTools()): Pipeline {
  const read = (text: string, circumstances: { now: Date }) => readNote(tools.lexicon, text, circumstances);
  return makePipeline(tools, [...dicomReaders({ read, now: () => tools.now }), ...pictureReaders(tools)]);
}
