import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKeys } from '#src/adapters/vault/open-keys.ts';
import { silent } from '#test/builders/silent.ts';

/** SoftHSM stands in for a module of steel: the same interface (PKCS#11), the same tool. */
const library = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
].find(existsSync);
const isHere = library !== undefined && runs('pkcs11-tool', '--version');
if (!isHere) process.stdout.write('No SoftHSM and OpenSC on this machine: the security module is not tried.\n');

function runs(program: string, ...rest: string[]): boolean {
  try {
    execFileSync(program, rest, { stdio: 'ignore' });
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

describe.skipIf(!isHere)('master keys under a security module', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-hsm-'));
  const env = {
    SOFTHSM2_CONF: join(dir, 'softhsm2.conf'),
    BATON_PKCS11_MODULE: library,
    BATON_PKCS11_TOKEN: 'baton-test',
    BATON_PKCS11_KEY: 'baton-1',
    BATON_PKCS11_PIN: '246810',
  };
  const dataDir = join(dir, 'data');
  const key = new Uint8Array(32).fill(7);
  const module = (...rest: string[]) =>
    execFileSync('pkcs11-tool', ['--module', library ?? '', ...rest], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
  const makeKey = (label: string) =>
    module(
      '--token-label',
      'baton-test',
      '--login',
      '--pin',
      '246810',
      '--keypairgen',
      '--key-type',
      'rsa:2048',
      '--label',
      label,
      '--id',
      label === 'baton-1' ? '01' : '02',
    );

  beforeAll(() => {
    mkdirSync(join(dir, 'tokens'));
    writeFileSync(
      env.SOFTHSM2_CONF,
      `directories.tokendir = ${join(dir, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    module('--init-token', '--slot-index', '0', '--label', 'baton-test', '--so-pin', '135790');
    module(
      '--token-label',
      'baton-test',
      '--login',
      '--login-type',
      'so',
      '--so-pin',
      '135790',
      '--init-pin',
      '--new-pin',
      '246810',
    );
    makeKey('baton-1');
    makeKey('baton-2');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('what is wrapped opens after a restart, and the file on disk opens nothing by itself', async () => {
    const keys = openKeys(dataDir, env, silent);
    expect(keys.kind).toBe('pkcs11');
    const wrapped = await keys.wrap('for this', key);
    const file = JSON.parse(readFileSync(join(dataDir, 'keys', 'master-hsm.json'), 'utf8')) as {
      wrapped: Record<string, string>;
    };
    // 256 bytes that only the module's private key opens, never the 32 of a key.
    for (const each of Object.values(file.wrapped)) expect(Buffer.from(each, 'base64').length).toBe(256);

    const again = openKeys(dataDir, env, silent);
    expect(Buffer.from(await again.unwrap('for this', wrapped))).toEqual(Buffer.from(key));
    await expect(again.unwrap('for that', wrapped)).rejects.toMatchObject({ code: 'vault.tampered' });
  });

  test('the master key is changed, and so is the key of the module; what is old still opens', async () => {
    const keys = openKeys(dataDir, env, silent);
    const before = await keys.wrap('a', key);
    const old = await keys.current();
    expect(await keys.rotate()).not.toBe(old);
    const after = await keys.wrap('a', key);

    openKeys(dataDir, { ...env, BATON_PKCS11_KEY: 'baton-2' }, silent);
    // The first key is not needed any more.
    module(
      '--token-label',
      'baton-test',
      '--login',
      '--pin',
      '246810',
      '--delete-object',
      '--type',
      'privkey',
      '--label',
      'baton-1',
    );
    const moved = openKeys(dataDir, { ...env, BATON_PKCS11_KEY: 'baton-2' }, silent);
    for (const wrapped of [before, after])
      expect(Buffer.from(await moved.unwrap('a', wrapped))).toEqual(Buffer.from(key));
    await moved.prune([]);
    expect(await moved.has(old)).toBe(false);
  });

  test('a key that another process changed is used here too, without a new start', async () => {
    const at = { ...env, BATON_PKCS11_KEY: 'baton-2' };
    const [service, tool] = [openKeys(dataDir, at, silent), openKeys(dataDir, at, silent)];
    const before = await service.wrap('a', key);
    const next = await tool.rotate();
    expect(await service.current()).toBe(next);
    for (const wrapped of [before, await tool.wrap('a', key)])
      expect(Buffer.from(await service.unwrap('a', wrapped))).toEqual(Buffer.from(key));
  });

  test.each([
    ['a wrong PIN', { BATON_PKCS11_PIN: '111111' }, /PIN is refused/],
    ['a token that is not there', { BATON_PKCS11_TOKEN: 'elsewhere' }, /no token elsewhere|does not answer/],
    ['a key that is not there', { BATON_PKCS11_KEY: 'baton-9' }, /gives no key/],
    ['half a setting', { BATON_PKCS11_TOKEN: '' }, /BATON_PKCS11_TOKEN is not/],
  ])('%s is refused with what to look at, and quotes no PIN', (_what, wrong, says) => {
    const elsewhere = join(dir, `other-${_what.length}`);
    const opening = () =>
      openKeys(
        _what === 'a wrong PIN' ? dataDir : elsewhere,
        { ...env, BATON_PKCS11_KEY: 'baton-2', ...wrong },
        silent,
      );
    expect(opening).toThrow(says);
    expect(opening).not.toThrow(/246810|111111/);
  });
});
