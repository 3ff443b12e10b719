import type { AttachmentKind } from './attachment.ts';

export type Draft = {
  readonly chat: 'group' | 'robot';
  readonly robotHere: boolean;
  /** Is the bot's service connected? What is sent while it is not is lost: DingTalk does not send it again. */
  readonly listening: boolean;
  readonly mention: boolean;
  readonly quoting: boolean;
  readonly kinds: readonly AttachmentKind[];
};

const ASLEEP = 'The bot is not running now: start Baton first. What is sent meanwhile is lost to it.';

/** What will reach the bot, told before sending. DingTalk itself tells nobody: it drops in silence. */
export function reachOf({ chat, robotHere, listening, mention, quoting, kinds }: Draft): {
  readonly reaches: boolean;
  readonly words: string;
} {
  if (chat === 'robot' && !listening) return { reaches: false, words: ASLEEP };
  if (chat === 'robot') return { reaches: true, words: 'The bot gets everything you send here, files too.' };
  if (!robotHere) return { reaches: false, words: 'There is no bot in this group.' };
  if (kinds.some((kind) => kind !== 'picture'))
    return {
      reaches: false,
      words:
        'A file cannot mention anyone, so the bot will not get it. Send it one to one, or quote it later with the mention.',
    };
  if (!mention) return { reaches: false, words: 'Without the mention only people see this. The bot will not.' };
  if (!listening) return { reaches: false, words: ASLEEP };
  return { reaches: true, words: quoting ? 'The bot gets your words and what you quote.' : 'The bot gets this.' };
}
