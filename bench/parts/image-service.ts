import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { BrowserContext } from 'playwright-core';
import { openStore } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { makeApp } from '#src/http/app.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { doorParts } from '#test/builders/a-door.ts';
import { aHouse, alvin } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { SetClock } from '#test/builders/a-store.ts';
import { silent } from '#test/builders/silent.ts';
import { noisySlice } from './noisy-slices.ts';
import { aDataFolder } from './service.ts';

const megabyte = 1024 * 1024;

/** A service with its store and vault, that holds studies and serves the mini-app in `dist`. Close it when done. */
export async function imageService(dist: string) {
  const place = aDataFolder('images');
  const clock = new SetClock();
  let vault: OpenedVault | undefined;
  const opened = await openStore({
    dataDir: place.dir,
    env: {},
    clock,
    log: silent,
    migrations: [vaultMigrations],
    vaultOver: (keys) => {
      vault = openVault({ dataDir: place.dir, env: {}, pool: keys, log: silent });
      return vault;
    },
  });
  if (!vault) throw new Error('the store opened without its vault');
  const store = { ...opened, ...vault, dataDir: place.dir, url: '', clock, drop: async () => undefined };
  const parts = doorParts(store, aHouse(), {
    dist,
    onSurprise: (error) => {
      if (!isGoneAway(error)) throw error;
    },
  });
  const server = createServer(makeApp(parts).callback());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening server on a port has an address object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** A delivered referral with a study of so many slices. */
  async function study(name: string, count: number): Promise<ReferralId> {
    const referral = aReferral({
      id: id<ReferralId>(`ref-${name}`),
      code: name === 'short' ? 'B7K-42Q' : 'C8L-53R',
      patient: id<PatientId>(`patient-${name}`),
      standing: { state: 'delivered', since: noon },
      signature: aSignature(),
    });
    const { hkid: _own, ...identity } = aContent().identity;
    await store.ledger.write(async (page) => {
      await page.patients.add(referral.patient, identity);
      await page.referrals.add(referral, { ...aContent(), identity }, undefined, undefined);
    });
    for (let index = 0; index < count; index += 1) {
      const file = `${name}-${index}`;
      await store.files.keep(referral.patient, file, Readable.from([noisySlice(index, count)]), 5 * megabyte);
      await store.ledger.write((page) =>
        page.uploads.add({
          id: id<UploadId>(file),
          referral: referral.id,
          patient: referral.patient,
          by: alvin.id,
          state: 'filed',
          kind: 'dicom',
          origin: { way: 'page', session: 's' },
          name: file,
          at: noon,
        }),
      );
    }
    return referral.id;
  }

  return {
    url,
    study,
    /** Dr Ho, in this browser. */
    signIn: (context: BrowserContext) =>
      context.request.post(`${url}/api/session`, {
        data: { way: 'dingtalk', corpId: 'corp', code: alvin.dingtalk[0]?.user },
      }),
    close: async () => {
      parts.screens.closeAll();
      server.close();
      server.closeAllConnections();
      await opened.close();
      place.remove();
    },
  };
}
