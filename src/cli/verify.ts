import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { Checkpoint } from '#src/domain/trail/checkpoint.ts';
import { checkpointsInText } from '#src/domain/trail/notes.ts';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';
import type { VerifyOptions } from '#src/domain/trail/verify.ts';
import { verifySheet } from '#src/domain/trail/verify-sheet.ts';
import { runVerifySignature } from './verify-signature.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

const checkpointForm = z.object({
  chain: z.string(),
  size: z.number().int().positive(),
  root: z.string(),
  link: z.string(),
  at: z.string(),
  keyId: z.string(),
  signature: z.string(),
});

class WrongUsage extends Error {}

/**
 * `verify FILE [--checkpoints FILE] [--keys FILE] [--stamps DIR [--authority PEM]]`: reads piece by piece, needs no network and no store. Checkpoints: the file of the second place, messages
 * copied out of the records group, an earlier export, or a JSON list (`--remembered` is the same). Keys: the trail's public keys (PEM) as they were told by other means.
 */
export async function runVerify(args: readonly string[]): Promise<Ending> {
  try {
    const file = args[0];
    if (!file || file.startsWith('--')) throw new WrongUsage('Name the exported trail: baton verify FILE');
    if (!isFile(file)) throw new WrongUsage(`There is no file ${file} that can be read`);
    const options = optionsFrom(args);
    const ending = runVerifySignature(file, options) ?? (await verified(file, options));
    return ending.exit === 0 ? withStamps(ending, file, args) : ending;
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    return { exit: 2, out: { ok: false, code: 'usage', says: error.message }, text: error.message };
  }
}

/** Stamps of an outside authority, where a folder of them is named. One that fits no checkpoint of this trail, or does not hold, breaks it. */
async function withStamps(ending: Ending, file: string, args: readonly string[]): Promise<Ending> {
  const folder = valueOf(args, '--stamps');
  if (!folder) return ending;
  const authority = valueOf(args, '--authority');
  const { verifyStamps } = await import('./verify-stamps.ts');
  const stamps = await verifyStamps(file, folder, authority ? textOf(authority) : undefined);
  if (stamps.bad.length > 0)
    return {
      exit: 1,
      out: { ...ending.out, ok: false, code: 'trail.broken', stamps },
      text: `✗ ${stamps.bad.length} stamps do not hold for this trail, the first: ${stamps.bad[0]}`,
    };
  const span = stamps.first ? `, ${stamps.first} to ${stamps.last}` : '';
  return {
    ...ending,
    out: { ...ending.out, stamps },
    text: `${ending.text}\n  Stamped from outside: ${stamps.good}${span}`,
  };
}

async function verified(file: string, options: VerifyOptions): Promise<Ending> {
  const sheet = sheetIn(file);
  const { firstBad, ...found } = sheet
    ? verifySheet(sheet, options)
    : await verifyTrail(createReadStream(file), options);
  if (firstBad)
    return {
      exit: 1,
      out: { ...found, code: 'trail.broken', firstBad },
      text: `✗ The trail is broken. First bad entry: chain ${firstBad.chain}, entry ${firstBad.seq}: ${firstBad.why}.`,
    };
  const { entries, chains, checkpoints, key } = found;
  const known = options.trusted ? 'a key you trust' : 'the key it brings along';
  return {
    exit: 0,
    out: found,
    text: [
      `✓ The trail holds: ${entries} entries in ${chains} chains, ${checkpoints} signed checkpoints.`,
      `  Signed with ${known}: SHA-256 ${key}`,
    ].join('\n'),
  };
}

/** The text of an accountability sheet; undefined when the file is something else, as an exported trail of any length is. */
function sheetIn(file: string): string | undefined {
  if (statSync(file).size > 64 * 1024 * 1024) return undefined;
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(64);
    // The parts of a sheet are sorted, so the moment stands first; a trail begins with its kind.
    if (!head.toString('utf8', 0, readSync(handle, head, 0, head.length, 0)).startsWith('{"at":')) return undefined;
  } finally {
    closeSync(handle);
  }
  return readFileSync(file, 'utf8');
}

function optionsFrom(args: readonly string[]): VerifyOptions {
  const kept = [valueOf(args, '--checkpoints'), valueOf(args, '--remembered')].filter((one) => one !== undefined);
  const keys = valueOf(args, '--keys');
  return {
    ...(kept.length > 0 ? { remembered: kept.flatMap((file) => checkpointsIn(textOf(file))) } : {}),
    ...(keys ? { trusted: pemsIn(textOf(keys)) } : {}),
  };
}

function checkpointsIn(text: string): readonly Checkpoint[] {
  const told = checkpointsInText(text);
  if (told.length > 0) return told;
  try {
    return z.array(checkpointForm).parse(JSON.parse(text));
  } catch {
    throw new WrongUsage(
      'The remembered checkpoints cannot be read: give an earlier export, or a JSON list of its checkpoint lines',
    );
  }
}

function pemsIn(text: string): readonly string[] {
  const pems = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g);
  if (!pems) throw new WrongUsage('The file of keys holds no public key in PEM form');
  return pems;
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = args[at + 1];
  if (!value || value.startsWith('--')) throw new WrongUsage(`${name} needs a file`);
  return value;
}

function textOf(file: string): string {
  if (!isFile(file)) throw new WrongUsage(`There is no file ${file} that can be read`);
  return readFileSync(file, 'utf8');
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
