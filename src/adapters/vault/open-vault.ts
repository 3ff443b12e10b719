import { createHmac, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { Log } from '#src/ports/log.ts';
import type { SealedFiles, Signer, Vault } from '#src/ports/vault.ts';
import { derive, KeyRing } from './key-ring.ts';
import { type KeyRows, keyRowsIn } from './key-rows.ts';
import { sharesOver } from './key-shares.ts';
import { openKeys } from './open-keys.ts';
import { sealedFilesIn } from './sealed-files.ts';
import { keyIdOf, openValue, sealValue } from './sealed-value.ts';

export type OpenedVault = {
  readonly vault: Vault;
  readonly files: SealedFiles;
  readonly signer: Signer;
  readonly ring: KeyRing;
  readonly keys: KeyProvider;
  /** Makes the service keys ready; call once the tables are there. Refuses `vault.key-missing` when the store is sealed with another master key. */
  readonly ready: () => Promise<void>;
};

type VaultParts = {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pool: () => Pool;
  readonly log: Log;
  readonly rows?: KeyRows;
  readonly keys?: KeyProvider;
};

type BlindDomain = Parameters<Vault['blind']>[0];
const blindDomains: readonly BlindDomain[] = ['hkid', 'other-id', 'name', 'word'];

/** The vault over the store's tables and the data folder. The tables are only used once somebody seals or opens. */
export function openVault({
  dataDir,
  env,
  pool,
  log,
  rows = keyRowsIn(pool),
  keys = openKeys(dataDir, env, log),
}: VaultParts): OpenedVault {
  const ring = new KeyRing(rows, keys);
  const blindKeys = new Map<BlindDomain, Uint8Array>();

  const vault: Vault = {
    seal: async (patient, label, plain) => {
      const { id, key } = await ring.forPatient(patient);
      return sealValue(id, key, label, plain);
    },
    open: async (_patient, label, sealed) => openValue(await ring.byId(keyIdOf(sealed)), label, sealed),
    sealForService: async (label, plain) => {
      const { id, key } = await ring.newestService('inbox');
      return sealValue(id, key, label, plain);
    },
    openForService: async (label, sealed) => {
      const [, name] = /^service (inbox(?:-[\w-]+)?)$/.exec(keyIdOf(sealed)) ?? [];
      // What was sealed for somebody else does not open with ours, and says so.
      return openValue(await ring.forService(name ?? 'inbox'), label, sealed);
    },
    blind: (domain, value) => {
      const key = blindKeys.get(domain);
      if (!key) throw new Error('the vault is not ready: await ready() first');
      // 63 bits: a bigint column holds them without a sign.
      return (createHmac('sha256', key).update(value, 'utf8').digest().readBigUInt64BE(0) >> 1n).toString();
    },
    sharesOn: sharesOver(ring, pool),
    forget: (patient) => ring.forget(patient),
  };

  const signer: Signer = {
    sign: async (who, bytes, at) => {
      const row = (await rows.signingKeyOf(who)) ?? (await makeSigningKey(rows, ring, who, at));
      // Two who sign for the first time at once share one key: it was in use when the earlier of them read the clock.
      const early = row.from.getTime() - at.getTime();
      if (early > 0 && early < 60_000) await rows.signingFrom(row.id, at);
      const pkcs8 = await ring.unwrap(`signing ${row.id}`, row.sealed);
      const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
      return { keyId: row.id, signature: sign(null, bytes, key).toString('base64url') };
    },
    publicKey: async (keyId) => {
      const row = await rows.signingKey(keyId);
      return (
        row && { owner: row.owner, spkiPem: row.publicPem, from: row.from, ...(row.until ? { until: row.until } : {}) }
      );
    },
  };

  const files = sealedFilesIn(join(dataDir, 'files'), ring);
  return {
    vault,
    files,
    signer,
    ring,
    keys,
    ready: async () => {
      await ring.check();
      await ring.forService('inbox');
      const blindKey = await ring.forService('blind');
      for (const domain of blindDomains) blindKeys.set(domain, derive(blindKey, `blind ${domain}`));
      await files.sweep();
    },
  };
}

async function makeSigningKey(rows: KeyRows, ring: KeyRing, owner: string, from: Date) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const id = randomUUID();
  const sealed = await ring.wrap(`signing ${id}`, privateKey.export({ format: 'der', type: 'pkcs8' }));
  return rows.addSigningKey({
    id,
    owner,
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sealed,
    from,
  });
}
