import { execFileSync } from 'node:child_process';
import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '#src/domain/refused.ts';
import { textOf } from './master-keys.ts';

/** A security module (HSM) that holds a private RSA key and never gives it out. `label` names the key, `token` the slot it lies in. */
export type Hsm = {
  readonly label: string;
  /** Only the module opens it again. */
  readonly wrap: (key: Uint8Array) => Uint8Array;
  /** `label` is the key it was wrapped for. Refuses `vault.key-missing`, saying what to look at. */
  readonly unwrap: (label: string, wrapped: Uint8Array) => Uint8Array;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The module that BATON_PKCS11_MODULE names (its PKCS#11 library), with BATON_PKCS11_TOKEN, BATON_PKCS11_KEY, and the PIN in BATON_PKCS11_PIN or the file
 * BATON_PKCS11_PIN_FILE; nothing where none is named. It is spoken to through OpenSC's pkcs11-tool: no foreign library runs inside Baton, and the PIN
 * never stands in a command line. RSA-OAEP with SHA-1 and its mask, the one form every module offers (RFC 8017 §7.1).
 */
export function hsmIn(env: Environment): Hsm | undefined {
  const module = env['BATON_PKCS11_MODULE'];
  if (!module) return undefined;
  const token = wanted(env, 'BATON_PKCS11_TOKEN');
  const label = wanted(env, 'BATON_PKCS11_KEY');
  const pin =
    env['BATON_PKCS11_PIN']?.trim() || textOf(env['BATON_PKCS11_PIN_FILE']) || wanted(env, 'BATON_PKCS11_PIN');
  const tool = (rest: readonly string[]): Buffer => {
    try {
      return execFileSync('pkcs11-tool', ['--module', module, '--token-label', token, ...rest], {
        env: { ...process.env, ...env, BATON_PKCS11_PIN: pin },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 30_000,
      });
    } catch (cause) {
      throw unreached(cause, token, label);
    }
  };
  // A name is only a name: the tool finds a private key by its number alone, and takes the first there is for any other.
  const numberOf = (of: string): string => {
    const listed = tool(['--list-objects', '--type', 'pubkey']).toString('utf8');
    const found = listed.split(/^(?=\S)/mu).find((one) => /^\s+label:\s+(.*)$/mu.exec(one)?.[1]?.trim() === of);
    const number = /^\s+ID:\s+([0-9a-f]+)/mu.exec(found ?? '')?.[1];
    if (!number) throw refused(`there is no key ${of} with a number in token ${token}`);
    return number;
  };
  let open: KeyObject | undefined;
  const publicKey = (): KeyObject => {
    open ??= createPublicKey({
      key: tool(['--read-object', '--type', 'pubkey', '--id', numberOf(label)]),
      format: 'der',
      type: 'spki',
    });
    return open;
  };
  return {
    label,
    wrap: (key) => publicEncrypt({ key: publicKey(), padding: constants.RSA_PKCS1_OAEP_PADDING }, key),
    unwrap: (of, wrapped) => {
      const folder = mkdtempSync(join(tmpdir(), 'baton-hsm-'));
      try {
        // What is wrapped is no secret; what comes out goes through a pipe and touches no disk.
        const input = join(folder, 'wrapped');
        writeFileSync(input, wrapped, { mode: 0o600 });
        const oaep = ['--mechanism', 'RSA-PKCS-OAEP', '--hash-algorithm', 'SHA-1', '--mgf', 'MGF1-SHA1'];
        return tool([
          '--login',
          '--pin',
          'env:BATON_PKCS11_PIN',
          '--decrypt',
          ...oaep,
          '--id',
          numberOf(of),
          '--input-file',
          input,
        ]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function wanted(env: Environment, name: string): string {
  const value = env[name]?.trim();
  if (!value)
    throw new Refused('vault.key-missing', `BATON_PKCS11_MODULE is set, and ${name} is not: set it, or unset both`);
  return value;
}

/** What the tool says names no key material; the parts a person can act on are told. */
function unreached(cause: unknown, token: string, label: string): Refused {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
  const why = /ENOENT/u.test(String(cause))
    ? 'pkcs11-tool is not installed (package opensc)'
    : /CKR_PIN|incorrect|PIN/iu.test(said)
      ? 'the PIN is refused'
      : /slot|token/iu.test(said)
        ? `there is no token ${token}`
        : /not found|object/iu.test(said)
          ? `there is no key ${label} in token ${token}`
          : 'the module does not answer';
  return refused(why);
}

const refused = (why: string): Refused =>
  new Refused('vault.key-missing', `The security module gives no key: ${why}. Nothing can be read without it`);
