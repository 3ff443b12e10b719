import { createHash } from 'node:crypto';
import { homeOf } from '../../domain/house/house.ts';
import { formatHkid, parseHkid } from '../../domain/identity/hkid.ts';
import type { ReferralId } from '../../domain/ids.ts';
import { type Answer, acknowledgement, headOf, type MessageHead } from '../../domain/intake/acknowledgement.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { World } from '../world.ts';
import { beginUpload, finishUpload, type Uploads } from './page-upload.ts';

/** Who sends under a name in the head of a message (`FACILITY` or `FACILITY/APPLICATION`), and in whose name here it is filed. */
export type Sender = { readonly name: string; readonly as: Person };

/**
 * Takes one HL7 v2 message of another system and gives the answer to it. It joins the one draft that the sender's institution has for this patient, found
 * by HKID, as an upload of the person it is filed as: the rules judge it as that person's, and the guard looks at it like at any upload. A sender nobody
 * named, a patient nobody knows and a referral that may not be added to are refused alike (AR). The same bytes again are the same upload (AA).
 */
export const takeMessage =
  (world: Uploads & Pick<World, 'log'>, senders: readonly Sender[]) =>
  async (message: Uint8Array): Promise<string> => {
    const text = Buffer.from(message).toString('utf8');
    const head = headOf(text);
    const answered = (answer: Answer, why: string) => acknowledgement(head, answer, why, world.clock.now());
    const sender = head && senders.find(({ name }) => namesOf(head).includes(name));
    if (head === undefined || sender === undefined) return answered('AR', 'not taken');
    try {
      const referral = await draftOf(world, head, sender.as);
      if (referral === undefined) return answered('AR', 'not taken');
      await keep(world, sender.as, referral, message);
      return answered('AA', '');
    } catch (error) {
      if (error instanceof Refused) return answered('AR', 'not taken');
      world.log.error(
        { error: error instanceof Error ? error.name : 'unknown' },
        'a message of another system was not kept',
      );
      return answered('AE', 'try again');
    }
  };

const namesOf = ({ facility, application }: MessageHead): string[] => [facility, `${facility}/${application}`];

/** The one draft of the one patient. Several patients in a message, or several drafts, are a matter for people. */
async function draftOf({ ledger }: Uploads, head: MessageHead, as: Person): Promise<ReferralId | undefined> {
  const hkids = new Set(
    head.patients.flatMap((numbers) =>
      numbers.flatMap((number) => {
        const hkid = parseHkid(number);
        return hkid?.isValid === true ? [formatHkid(hkid)] : [];
      }),
    ),
  );
  const [hkid, ...others] = hkids;
  const place = homeOf(as);
  if (hkid === undefined || others.length > 0 || place === undefined) return undefined;
  return ledger.read(async (page) => {
    const patient = await page.patients.byHkid(hkid);
    if (patient === undefined) return undefined;
    const [only, ...more] = await page.referrals.list({ patient, institutions: [place], states: ['draft'], limit: 2 });
    return more.length === 0 ? only?.referral.id : undefined;
  });
}

async function keep(world: Uploads, by: Person, referral: ReferralId, message: Uint8Array): Promise<void> {
  const sha256 = createHash('sha256').update(message).digest('hex');
  const upload = await beginUpload(world)({
    by,
    key: `mllp ${referral} ${sha256}`,
    name: 'message.hl7',
    bytes: message.length,
    referral,
  });
  if (upload.state !== 'expected') return;
  const received = await world.staging.received(upload.id);
  if (received < message.length) await world.staging.put(upload.id, received, message.subarray(received));
  const done = await finishUpload(world)(upload.id, by, sha256);
  if (done.state === 'refused')
    throw new Refused(
      done.refusal === 'upload.unreadable-type' ? done.refusal : 'upload.damaged',
      'The message was refused',
    );
}
