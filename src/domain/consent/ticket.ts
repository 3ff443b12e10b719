import type { ClinicianId, PatientId, ReferralId } from '../ids.ts';
import type { ConsentId } from './consent.ts';

/**
 * Leave for a patient to speak for themselves on their own page, by QR or by a typed code. For giving it works once and not long; for withdrawing it lives as long as
 * the consent it belongs to.
 */
export type ConsentTicket = {
  readonly id: string;
  readonly kind: 'decide' | 'withdraw';
  readonly patient: PatientId;
  readonly referral: ReferralId;
  /** What a withdrawing ticket takes back. */
  readonly consents: readonly ConsentId[];
  readonly madeBy: ClinicianId | 'patient';
  readonly madeAt: Date;
  readonly until?: Date;
  /** Wrong birth years so far; five close the ticket. */
  readonly wrongTries: number;
  /** Proved by birth year; the page's forms carry this word from then on. */
  readonly proof?: string;
  readonly usedAt?: Date;
  readonly closedAt?: Date;
};

export const giveMinutes = 15;
export const mostWrongTries = 5;

export type TicketStanding = 'open' | 'used' | 'closed' | 'expired';

/** May this ticket still be used? A clock set back opens nothing: a ticket from the future is not open. */
export function ticketStanding(ticket: ConsentTicket, now: Date): TicketStanding {
  if (ticket.usedAt) return 'used';
  if (ticket.closedAt || ticket.wrongTries >= mostWrongTries) return 'closed';
  if (ticket.madeAt.getTime() > now.getTime() + 60_000) return 'expired';
  return ticket.until && ticket.until <= now ? 'expired' : 'open';
}
