import { expect, test } from 'vitest';
import { readCommand } from '#bot/commands/read-command.ts';
import { notes } from '../reading/notes.ts';

const now = new Date('2026-11-23T02:00:00Z');

test.each(notes)('a note is never carried out as a command: $name', ({ note }) => {
  // "Refer to …" and 轉介… are the one command that is a note.
  expect(['refer', 'free']).toContain(readCommand(note, { now }).kind);
});
