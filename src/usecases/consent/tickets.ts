import type { ConsentId } from '../../domain/consent/consent.ts';
import { type ConsentTicket, giveMinutes, mostWrongTries, ticketStanding } from '../../domain/consent/ticket.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

/** What is shown once and never kept: the end of the link in the QR, and eight digits to type instead. */
export type TicketWords = { readonly ticket: ConsentTicket; readonly token: string; readonly code: string };

/**
 * A ticket for the patient to decide on one referral, or to see and take back what they decided. One for deciding makes older ones worthless and lasts fifteen
 * minutes; one for taking back lasts as long as what it can take back. Refuses `identity.missing` without a birth date: nothing else on the page asks who is there.
 */
export const makeTicket =
  (world: Pick<World, 'clock' | 'dice'>) =>
  async (
    page: Page,
    referral: Referral,
    kind: ConsentTicket['kind'],
    madeBy: ClinicianId | 'patient',
  ): Promise<TicketWords> => {
    if (!(await page.patients.identity(referral.patient))?.birth)
      throw new Refused('identity.missing', `Patient ${referral.patient} has no birth date`, { fields: 'birth' });
    const now = world.clock.now();
    if (kind === 'decide') await page.tickets.closeFor(referral.id);
    const live = kind === 'withdraw' ? await withdrawable(page, referral) : [];
    const ticket: ConsentTicket = {
      id: world.dice.id(),
      kind,
      patient: referral.patient,
      referral: referral.id,
      consents: live,
      madeBy,
      madeAt: now,
      wrongTries: 0,
      ...(kind === 'decide' ? { until: new Date(now.getTime() + giveMinutes * 60_000) } : {}),
    };
    const token = `${world.dice.id()}${world.dice.id()}`.replaceAll('-', '').slice(0, 48);
    const code = digitsFrom(world.dice.id());
    await page.tickets.add(ticket, token, code);
    return { ticket, token, code };
  };

/** The patient's standing yeses to this referral. */
export async function withdrawable(page: Page, referral: Referral): Promise<readonly ConsentId[]> {
  const all = await page.consents.of(referral.patient);
  return all
    .filter((one) => one.decision === 'given' && !one.withdrawn && !one.replaced && one.referral === referral.id)
    .map(({ id }) => id);
}

/** The last twelve hexadecimal digits of a random id are 48 random bits: even enough for eight digits. */
const digitsFrom = (random: string): string =>
  String(Number.parseInt(random.replaceAll('-', '').slice(-12), 16) % 100_000_000).padStart(8, '0');

/** By the end of a link, or by eight typed digits. */
export const findTicket = (page: Pick<Page, 'tickets'>, key: string): Promise<ConsentTicket | undefined> =>
  /^\d{8}$/.test(key) ? page.tickets.byCode(key) : page.tickets.byToken(key);

export type Proof =
  | { readonly is: 'proved'; readonly ticket: ConsentTicket; readonly proof: string }
  | { readonly is: 'wrong'; readonly left: number }
  | { readonly is: 'no'; readonly standing: 'unknown' | 'used' | 'closed' | 'expired' };

/** Whoever knows the year of birth may use the ticket. The fifth wrong year closes it, for everybody. */
export const proveTicket =
  (world: Pick<World, 'clock' | 'dice'>) =>
  async (page: Page, key: string, year: string): Promise<Proof> => {
    const found = await findTicket(page, key);
    const ticket = found && (await page.tickets.hold(found.id));
    if (!ticket) return { is: 'no', standing: 'unknown' };
    const standing = ticketStanding(ticket, world.clock.now());
    if (standing !== 'open') return { is: 'no', standing };
    const birth = (await page.patients.identity(ticket.patient))?.birth;
    if (birth && birth.iso.slice(0, 4) === year.trim()) {
      const proof = world.dice.id();
      await page.tickets.keep({ ...ticket, proof });
      return { is: 'proved', ticket: { ...ticket, proof }, proof };
    }
    const wrongTries = ticket.wrongTries + 1;
    await page.tickets.keep({ ...ticket, wrongTries });
    return wrongTries >= mostWrongTries
      ? { is: 'no', standing: 'closed' }
      : { is: 'wrong', left: mostWrongTries - wrongTries };
  };

/** The ticket, held and still good, for whoever proved who they are. Refuses `consent.link-used`. */
export async function provedTicket(
  { clock }: Pick<World, 'clock'>,
  page: Page,
  key: string,
  proof: string,
  kind: ConsentTicket['kind'],
): Promise<ConsentTicket> {
  const found = await findTicket(page, key);
  const ticket = found && (await page.tickets.hold(found.id));
  if (
    !ticket?.proof ||
    ticket.kind !== kind ||
    ticket.proof !== proof ||
    ticketStanding(ticket, clock.now()) !== 'open'
  )
    throw new Refused('consent.link-used', 'The ticket is used, closed, too old or not proved');
  return ticket;
}
