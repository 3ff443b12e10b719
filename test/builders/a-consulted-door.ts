import type { ConsultationShown, ConsultationsShown } from '#src/contract/consultation.ts';
import type { Errand } from '#src/domain/errand.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { aConsent } from './a-consent.ts';
import { aDoor } from './a-door.ts';
import { aHouse } from './a-house.ts';
import { aContent, aReferral, aSignature, noon } from './a-referral.ts';

export const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });

/** A door with one referral that was sent with the patient's consent. */
export async function aConsultedDoor(
  referral: Referral = sent,
  content: Partial<ReferralContent> = {},
  house: House = aHouse(),
) {
  const door = await aDoor({}, house);
  const consent = aConsent({ referral: referral.id });
  await door.store.ledger.write(async (page) => {
    const whole = aContent(content);
    await page.patients.add(referral.patient, whole.identity);
    await page.referrals.add(referral, whole, undefined, undefined);
    await page.consents.add(consent);
  });
  const path = `/api/referrals/${referral.id}/consultation`;
  const read = async <Shape>(answer: Promise<Response>): Promise<Shape> => {
    const found = await answer;
    if (!found.ok) throw new Error(`${found.status} ${await found.text()}`);
    return (await found.json()) as Shape;
  };
  return {
    ...door,
    path,
    withdraw: () =>
      door.store.ledger.write((page) =>
        page.consents.withdraw(consent.id, { at: door.store.clock.now(), by: 'patient' }),
      ),
    /** Whoever it is, with the few things they do here. */
    at: async (person: Person) => {
      const me = await door.as(person);
      return {
        ...me,
        thread: () => read<ConsultationShown>(me.get(path)),
        list: () => read<ConsultationsShown>(me.get('/api/consultations')),
        ask: (body: unknown) => read<ConsultationShown>(me.post(path, body)),
        say: (question: string, body: unknown) => me.post(`${path}/${question}`, body),
      };
    },
    /** What was sent for since the start: sealed in the store, opened here. */
    queued: async (): Promise<readonly Errand[]> => {
      const { rows } = await door.store.pool.query<{ sealed: Uint8Array }>('select sealed from errands order by id');
      const opened: Errand[] = [];
      for (const { sealed } of rows)
        opened.push(
          JSON.parse(Buffer.from(await door.store.vault.openForService('errand', sealed)).toString()) as Errand,
        );
      return opened;
    },
    happened: async (what: string) =>
      (await door.store.ledger.read((page) => page.trail.of(referral.id))).filter((one) => one.what === what),
  };
}
