import type { Frame } from './connection.ts';

/** Contact events do not count against an organisation's monthly messages. */
const contactEvents = /^(user_(add|modify|leave|active)_org|org_\w+|label_\w+|contact_\w+_org|industry_\w+)$/;

export const isExemptFromQuota = ({ type, headers }: Pick<Frame, 'type' | 'headers'>): boolean =>
  type === 'EVENT' && contactEvents.test(headers['eventType'] ?? '');
