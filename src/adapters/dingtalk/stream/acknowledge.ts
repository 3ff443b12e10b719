import type { Incoming } from '#src/ports/inbox.ts';
import type { Log } from '#src/ports/log.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import type { Frame } from './connection.ts';
import { corpIn, incomingFrom } from './incoming-frame.ts';
import { isExemptFromQuota } from './quota-exempt.ts';

export const robotTopic = '/v1.0/im/bot/messages/get';
export const cardTopic = '/v1.0/card/instances/callback';
export const liveTopic = '/v1.0/card/dynamicData/get';

export type Counted = 'frame' | 'bad-frame' | 'foreign-frame' | 'duplicate' | 'reconnect' | 'not-kept' | 'not-answered';

export type AcknowledgeParts = {
  readonly settings: Pick<TenantSettings, 'tenant' | 'corpId'>;
  readonly log: Log;
  /** Durable when it resolves; false for a duplicate. Rejects when it cannot keep. */
  readonly keep: (incoming: Incoming) => Promise<boolean>;
  /** What a card shows at once after a tap was kept; undefined for nothing. */
  readonly answerCard?: (incoming: Incoming) => Promise<object | undefined>;
  /** The part of a card that DingTalk must not keep, for one viewer. */
  readonly answerLive: (data: string) => Promise<object>;
  /** A message that counts against the organisation's month. */
  readonly onPush: () => void;
  readonly onCount: (what: Counted) => void;
};

/** The line a frame came by; an answer goes back the same way, or nowhere when the line is gone. */
export type Line = { send(messageId: string, value: unknown): void };

/** DingTalk waits three seconds for an acknowledgement, two for what a card is to show. */
const keepWithinMs = 2_500;
const answerWithinMs = 1_600;

const nothingLive = { dataSourceQueryResponses: [] };

/** Keep first, acknowledge then: a frame that could not be kept in time is handed back (LATER) or left unanswered, never waved through. */
export const acknowledge =
  (parts: AcknowledgeParts) =>
  async (line: Line, frame: Frame): Promise<void> => {
    const { settings, log, onCount } = parts;
    const arrived = performance.now();
    const messageId = frame.headers['messageId'] ?? '';
    const isEvent = frame.type === 'EVENT';
    onCount('frame');
    if (!isExemptFromQuota(frame)) parts.onPush();
    if (frame.headers['topic'] === liveTopic) {
      line.send(messageId, await liveAnswer(parts, frame));
      return;
    }
    const read = incomingFrom(settings, frame, new Date());
    if ('refused' in read) {
      onCount(read.refused === 'frame.foreign-corp' ? 'foreign-frame' : 'bad-frame');
      log.warn({ tenant: settings.tenant, code: read.refused, messageId }, 'a frame was refused');
      line.send(messageId, isEvent ? { status: 'SUCCESS' } : { response: null });
      return;
    }
    if (!(await isKept(parts, read, messageId))) {
      if (isEvent) line.send(messageId, { status: 'LATER', message: 'not kept' });
      return;
    }
    if (isEvent) line.send(messageId, { status: 'SUCCESS' });
    else line.send(messageId, { response: read.kind === 'card' ? await cardAnswer(parts, read, arrived) : null });
  };

async function isKept(
  { settings, log, keep, onCount }: AcknowledgeParts,
  read: Incoming,
  messageId: string,
): Promise<boolean> {
  try {
    const isNew = await within(keepWithinMs, keep(read));
    if (isNew === undefined) throw Object.assign(new Error('not kept in time'), { code: 'too-slow' });
    if (!isNew) onCount('duplicate');
    return true;
  } catch (error) {
    onCount('not-kept');
    log.error(
      { tenant: settings.tenant, code: codeOf(error), messageId },
      'a frame could not be kept and was handed back',
    );
    return false;
  }
}

/** What the card shows at once; nothing when there is nothing to say, or it was not said in time: the card is changed afterwards anyway. */
async function cardAnswer(parts: AcknowledgeParts, read: Incoming, arrived: number): Promise<object | null> {
  const { answerCard, settings, log, onCount } = parts;
  const left = answerWithinMs - (performance.now() - arrived);
  if (!answerCard || left <= 0) return null;
  try {
    return (await within(left, answerCard(read))) ?? null;
  } catch (error) {
    onCount('not-answered');
    log.warn({ tenant: settings.tenant, code: codeOf(error) }, 'a tapped card got no answer at once');
    return null;
  }
}

async function liveAnswer({ settings, log, answerLive, onCount }: AcknowledgeParts, frame: Frame): Promise<object> {
  const facts = { tenant: settings.tenant, messageId: frame.headers['messageId'] };
  const corp = corpIn(frame.data);
  if (corp !== undefined && corp !== settings.corpId) {
    onCount('foreign-frame');
    log.warn({ ...facts, code: 'frame.foreign-corp' }, 'a frame was refused');
    return nothingLive;
  }
  try {
    const answer = await within(answerWithinMs, answerLive(frame.data));
    if (answer) return answer;
    throw Object.assign(new Error('not answered in time'), { code: 'too-slow' });
  } catch (error) {
    onCount('not-answered');
    log.warn({ ...facts, code: codeOf(error) }, 'the live part of a card was not given');
    return nothingLive;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What to call a failure in a log line: its code or its kind, never its words. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : error instanceof Error
      ? (/server response: (\d{3})/.exec(error.message)?.[1]?.replace(/^/, 'handshake-') ?? error.name)
      : 'unknown';
