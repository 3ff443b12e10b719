import { describe, expect, test } from 'vitest';
import { notes } from './notes.ts';
import { read, words } from './reader.ts';

describe('what people type at night is read as they meant it', () => {
  test.each(notes)('$name', ({ note, says, never = [], ask, patients }) => {
    const found = words(note);
    for (const line of says) expect(found).toContain(line);
    for (const line of never) expect(found).not.toContain(line);
    const { ask: asked, patients: counted } = read(note);
    for (const [part, value] of Object.entries(ask ?? {}))
      expect({ [part]: asked[part as keyof typeof asked]?.value }).toEqual({ [part]: value });
    if (patients !== undefined) expect(counted).toBe(patients);
  });
});

test('every finding and every ask shows its literal words in the original', () => {
  for (const { note } of notes) {
    const { findings, ask } = read(note);
    for (const { source } of [...findings, ...Object.values(ask)]) {
      expect(source.span).toBeDefined();
      expect(note.slice(...(source.span ?? [0, 0]))).toBe(source.text);
      expect(source.text).not.toBe('');
    }
  }
});
