import type { Store } from '#src/adapters/store/open-store.ts';
import type { OpenedVault } from '#src/adapters/vault/open-vault.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Lexicon } from '#src/domain/reading/lexicon.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { lot, papersFrom } from './papers.ts';

export const perPatient = 50;
const tenYearsMs = 10 * 365.25 * 86_400_000;
const atOnce = 4_000;

/** The number of a patient as letters, for a name that is everybody's own. */
export const nameOf = (number: number): string =>
  `CHAN ${[...String(number).padStart(6, '0')].map((digit) => 'abeikmnoru'[Number(digit)]).join('')}`;

/**
 * Fills an archive: for every fifty documents one patient with one sent referral, every third of them shared with the clinic. Sealing, fingerprints and rows
 * are those of the service; only that thousands go in at once, and the index of fingerprints is made afterwards, is not.
 */
export async function fillArchive(
  store: Store,
  { vault }: Pick<OpenedVault, 'vault'>,
  lexicon: Lexicon,
  documents: number,
  says: (done: number) => void,
): Promise<void> {
  const patients = Math.ceil(documents / perPatient);
  for (let done = 0; done < patients; done += 250)
    await store.ledger.write(async (page) => {
      for (let number = done; number < Math.min(patients, done + 250); number += 1) await addPatient(page, number);
    });
  await store.pool.query('truncate archive_due');
  await store.pool.query('drop index archive_words_terms');
  const draw = papersFrom(lexicon, 20_261_123);
  const random = lot(7);
  const prints = new Map<string, string>();
  const print = (place: InstitutionId, term: string): string => {
    const key = `${place}\n${term}`;
    const before = prints.get(key);
    if (before) return before;
    const made = vault.blind('word', key);
    prints.set(key, made);
    return made;
  };
  for (let done = 0; done < documents; done += atOnce) {
    const entries: unknown[][] = [[], [], [], [], [], [], [], [], []];
    const words: unknown[][] = [[], [], [], [], [], [], []];
    for (let number = done; number < Math.min(documents, done + atOnce); number += 1) {
      const { kind, lines, terms } = draw();
      const owner = Math.floor(number / perPatient);
      const [entry, referral, patient] = [`ref-${owner}/doc-${number}`, `ref-${owner}`, `patient-${owner}`];
      const at = new Date(noon.getTime() - random() * tenYearsMs);
      const sealed = await vault.seal(
        id<PatientId>(patient),
        `archive ${entry}`,
        Buffer.from(JSON.stringify({ lines }), 'utf8'),
      );
      for (const [column, value] of [
        entry,
        referral,
        patient,
        tmh,
        kind,
        at,
        entry,
        print(tmh, entry),
        sealed,
      ].entries())
        entries[column]?.push(value);
      for (const place of owner % 3 === 0 ? [tmh, twc] : [tmh])
        for (const [column, value] of [
          entry,
          place,
          referral,
          patient,
          kind,
          at,
          `{${terms.map((term) => print(place, term)).join(',')}}`,
        ].entries())
          words[column]?.push(value);
    }
    await store.pool.query(
      `insert into archive_entries (id, referral, patient, origin, kind, at, is_dated, source, pages, print, sealed)
       select id, referral, patient, origin, kind, at, true, source, 0, print, sealed
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::bigint[], $9::bytea[])
       as t (id, referral, patient, origin, kind, at, source, print, sealed)`,
      entries,
    );
    await store.pool.query(
      `insert into archive_words (entry, place, referral, patient, origin, kind, at, terms)
       select entry, place, referral, patient, '${tmh}', kind, at, terms::bigint[]
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
       as t (entry, place, referral, patient, kind, at, terms)`,
      words,
    );
    says(Math.min(documents, done + atOnce));
  }
  const client = await store.pool.connect();
  try {
    await client.query("set statement_timeout = 0; set maintenance_work_mem = '1GB'");
    await client.query('create index archive_words_terms on archive_words using gin (terms) with (fastupdate = off)');
    for (const table of ['archive_entries', 'archive_words', 'referrals', 'patients', 'consents'])
      await client.query(`vacuum analyze ${table}`);
  } finally {
    client.release(true);
  }
}

type Page = Parameters<Parameters<Store['ledger']['write']>[0]>[0];

async function addPatient(page: Page, number: number): Promise<void> {
  const patient = id<PatientId>(`patient-${number}`);
  const referral = aReferral({
    id: id<ReferralId>(`ref-${number}`),
    code: `C${number}`,
    patient,
    standing: { state: 'delivered', since: noon },
    signature: aSignature(),
  });
  const { consent: _said, ...content } = aContent({ identity: { nameEn: nameOf(number) } });
  await page.patients.add(patient, content.identity);
  // As when it was sent.
  for (const place of number % 3 === 0 ? [tmh, twc] : [tmh]) await page.keys.share(patient, place);
  await page.referrals.add(referral, content, undefined, undefined);
  if (number % 3 === 0)
    await page.consents.add(
      aConsent({
        id: id<ConsentId>(`consent-${number}`),
        patient,
        referral: referral.id,
        recipient: { institution: twc },
      }),
    );
}
