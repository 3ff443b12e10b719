import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { faultsOfLetter, verifyLetter } from '#src/domain/letter/verify-letter.ts';
import type { ExportedSignOff } from '#src/domain/signing/exported-sign-off.ts';
import { looksLikeSignOff } from '#src/domain/signing/read-sign-off.ts';
import { type SignOffOptions, signOffFaults, verifySignOff } from '#src/domain/signing/verify-sign-off.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

/** Larger than any letter; more is not read into memory. */
const mostBytes = 64 * 1024 * 1024;

/** Verifies an exported sign-off (JSON) or a referral letter (PDF) from its file alone; undefined when the file is neither. */
export function runVerifySignature(file: string, options: SignOffOptions): Ending | undefined {
  const beginning = beginningOf(file);
  const kind = beginning.startsWith('%PDF-') ? 'letter' : looksLikeSignOff(beginning) ? 'sign-off' : undefined;
  if (!kind) return undefined;
  if (statSync(file).size > mostBytes) return refused(kind, 'the file is larger than any of ours');
  return kind === 'letter' ? letter(readFileSync(file), options) : signOff(readFileSync(file), options);
}

function signOff(bytes: Buffer, options: SignOffOptions): Ending {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return refused('sign-off', signOffFaults.unreadable);
  const found = verifySignOff(text, options);
  return found.ok
    ? held('sign-off', found.signOff, found.fingerprint, found.trusted, {})
    : refused('sign-off', signOffFaults[found.why]);
}

function letter(bytes: Buffer, options: SignOffOptions): Ending {
  const found = verifyLetter(bytes, options);
  if (!found.ok) return refused('letter', faultsOfLetter[found.why]);
  const { sha256, exported } = found;
  return held('letter', found.signOff, found.fingerprint, found.trusted, { sha256, exported });
}

const refused = (kind: string, why: string): Ending => ({
  exit: 1,
  out: { ok: false, kind, code: 'signature.invalid', why },
  text: `✗ This ${kind} is not to be relied on: ${why}.`,
});

function held(
  kind: 'letter' | 'sign-off',
  { referral, content, contentHash, signature, key, signer, institution, trail }: ExportedSignOff,
  fingerprint: string,
  trusted: boolean,
  more: Record<string, unknown>,
): Ending {
  const out = {
    ok: true,
    kind,
    who: { id: signature.by, ...signer, institution },
    when: signature.at,
    over: {
      referral: referral.code,
      contentVersion: referral.contentVersion,
      contentHash,
      whole: content !== undefined,
    },
    key: { id: key.keyId, fingerprint, from: key.from, until: key.until, inUseThen: true },
    vouchedByTrustedKey: trusted,
    ...(trail ? { trail } : {}),
    ...more,
  };
  const text = [
    `✓ This ${kind} holds.`,
    `  Signed by  ${signer.name.en} ${signer.name.zhHant}${signer.registration ? ` (${signer.registration})` : ''}, ${institution.name.en} ${institution.name.zhHant}`,
    `  At         ${signature.at}, by ${signature.via}`,
    `  Over       referral ${referral.code}, version ${referral.contentVersion}, SHA-256 ${contentHash}`,
    `  With key   ${key.keyId} (SHA-256 ${fingerprint}), in use from ${key.from}${key.until ? ` until ${key.until}` : ''}: it was in use then`,
    trusted
      ? '  Vouched for by a key you trust.'
      : '  Vouched for by the key it brings along: give --keys to check it against one told by other means.',
  ].join('\n');
  return { exit: 0, out, text };
}

function beginningOf(file: string): string {
  const open = openSync(file, 'r');
  try {
    const begin = Buffer.alloc(4_096);
    return begin.subarray(0, readSync(open, begin)).toString('latin1');
  } finally {
    closeSync(open);
  }
}
