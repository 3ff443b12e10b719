import { generatePages } from '#test/builders/pages.ts';
import type { Case } from './truth.ts';

/** `count` pictures of pages: reports, letters, labels and prescriptions, clean, askew, in low light and by phone. The same seed gives the same. */
export async function* picturedCases(seed: number, count: number): AsyncGenerator<Case> {
  let number = 0;
  for await (const { kind, tongue, take, bytes, truth, text } of generatePages(seed, count)) {
    number += 1;
    yield {
      name: `${number}.jpg`,
      group: take,
      kind,
      tongue,
      bytes: new Uint8Array(bytes),
      letters: text,
      truth: {
        hkid: truth.hkid,
        // A label names nobody before its number; the others say "name".
        ...(kind === 'label' ? {} : { name: truth.name, birthDate: truth.birthDate }),
        ...(kind === 'lab' ? { results: truth.results } : { medications: truth.medications }),
        ...(kind === 'letter' || kind === 'prescription' ? { allergies: truth.allergies } : {}),
      },
    };
  }
}
