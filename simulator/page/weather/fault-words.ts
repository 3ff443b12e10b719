import type { Faults } from '../world/shapes.ts';

/** The simulator's knobs in words somebody who has never read DingTalk's pages understands. */
export type Knob = {
  readonly name: string;
  readonly words: string;
  readonly kind: 'switch' | 'count' | 'ms' | 'for-a-minute';
  readonly key?: 'api' | 'push';
};

export const KNOBS: readonly { readonly title: string; readonly knobs: readonly Knob[] }[] = [
  {
    title: 'The line to the bot',
    knobs: [
      { name: 'handshake401Until', words: 'Refuse new connections for a minute', kind: 'for-a-minute' },
      { name: 'gateway5xxUntil', words: 'Gateway answers with errors for a minute', kind: 'for-a-minute' },
      { name: 'halfOpen', words: 'Next connections go silent without closing', kind: 'count' },
      { name: 'killMidFrame', words: 'Cut the line in the middle of a message', kind: 'count' },
    ],
  },
  {
    title: 'What is pushed to the bot',
    knobs: [
      { name: 'loseEvents', words: 'Lose the next events', kind: 'count' },
      { name: 'duplicatePush', words: 'Send the next ones twice', kind: 'count' },
      { name: 'reorderPush', words: 'Send the next ones out of order', kind: 'count' },
      { name: 'malformedFrame', words: 'Send the next ones broken', kind: 'count' },
      { name: 'dropAck', words: 'Do not hear the next receipts', kind: 'count' },
      { name: 'delayPushMs', words: 'Delay every push, milliseconds', kind: 'ms' },
    ],
  },
  {
    title: 'What the bot asks of DingTalk',
    knobs: [
      { name: 'apiDownUntil', words: 'The API is down for a minute', kind: 'for-a-minute' },
      { name: 'apiSlowMs', words: 'The API is slow, milliseconds', kind: 'ms' },
      { name: 'unknownSendResult', words: 'Next sends: done or not? No answer', kind: 'count' },
      { name: 'downloadExpired', words: 'File links have expired', kind: 'switch' },
      { name: 'quotaUsedUp', key: 'api', words: 'The month’s API calls are used up', kind: 'switch' },
      { name: 'quotaUsedUp', key: 'push', words: 'The month’s pushes are used up', kind: 'switch' },
    ],
  },
];

/** What a knob stands at now. */
export function valueOf(faults: Faults, { name, key }: Knob): unknown {
  const value = faults[name];
  if (key === undefined) return value;
  // a knob with two sides comes as an object
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([side]) => side === key)?.[1]
    : undefined;
}

/** What to send so that the knob stands there. The other side of a knob with two sides stays as it is. */
export function setting(faults: Faults, { name, key }: Knob, value: unknown): Faults {
  if (key === undefined) return { [name]: value };
  const before = faults[name];
  return { [name]: { ...(typeof before === 'object' ? before : {}), [key]: value } };
}
