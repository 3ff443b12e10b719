import type { TenantId } from '#src/domain/ids.ts';
import type { Page } from '#src/usecases/page.ts';
import { readTap } from '../wire/card-tap.ts';
import { readEvent } from '../wire/events.ts';
import { readSpoken } from '../wire/robot-message.ts';
import type { Bot } from './bot.ts';
import { onEvent } from './on-event.ts';
import { onSpoken } from './on-spoken.ts';
import { onTap } from './on-tap.ts';

/** What was kept, as it came. */
export type Kept = {
  readonly tenant: TenantId;
  readonly kind: 'event' | 'robot' | 'card';
  readonly eventType?: string;
  readonly data: string;
};

type Parts = Bot & Parameters<typeof onEvent>[0];

/** Everything Baton reacts to, in one place. What it does not know is logged by type and let go. */
export const handleIncoming =
  (bot: Parts) =>
  async (incoming: Kept, page: Page): Promise<void> => {
    const data = parsed(incoming.data);
    switch (incoming.kind) {
      case 'robot': {
        const spoken = readSpoken(data);
        return spoken ? onSpoken(bot, page, incoming.tenant, spoken) : unreadable(bot, incoming);
      }
      case 'card': {
        const tap = readTap(data);
        return tap ? onTap(bot, page, incoming.tenant, tap) : unreadable(bot, incoming);
      }
      case 'event': {
        const event = readEvent(incoming.eventType ?? '', data);
        if (event?.what === 'other') bot.log.debug({ eventType: incoming.eventType }, 'an event nobody here reacts to');
        return event ? onEvent(bot, page, incoming.tenant, event) : unreadable(bot, incoming);
      }
    }
  };

function unreadable(bot: Bot, { tenant, kind, eventType }: Kept): void {
  bot.log.warn(
    { tenant, kind, eventType, code: 'frame.malformed' },
    'something from DingTalk has not the form it should have',
  );
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Told as unreadable by its reader.
    return undefined;
  }
};
