import { expect, test, vi } from 'vitest';
import { hearWord, makeAnswers } from '../../../miniapp/api/answers.ts';
import { Live } from '../../../miniapp/api/live.ts';
import { aReferralShown } from '../../fakes/miniapp-cases.ts';

class Stream {
  readyState = 1;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  close = vi.fn(() => {
    this.readyState = 2;
  });
  say(word: unknown) {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(word) }));
  }
}

function aLive() {
  const streams: Stream[] = [];
  const hear = vi.fn();
  const again = vi.fn(async () => undefined);
  const live = new Live({
    open: () => {
      const stream = new Stream();
      streams.push(stream);
      return stream;
    },
    hear,
    again,
    wait: async () => undefined,
  });
  live.start();
  return { live, streams, hear, again };
}

test('a session that ended is opened again, and the page listens on', async () => {
  const { streams, again } = aLive();
  streams[0]?.say({ kind: 'session-ended' });

  await vi.waitFor(() => expect(streams).toHaveLength(2));
  expect(again).toHaveBeenCalledOnce();
  expect(streams[0]?.close).toHaveBeenCalled();
});

test('a cut is said, and unsaid when words come again', () => {
  const { live, streams } = aLive();
  streams[0]?.onerror?.(new Event('error'));
  expect(live.connected.now).toBe(false);

  streams[0]?.say({ kind: 'hello' });
  expect(live.connected.now).toBe(true);
});

test('after a cut everything that was fetched counts as too old; on the first word of a new line it does not', () => {
  const { streams, hear } = aLive();
  streams[0]?.say({ kind: 'hello' });
  expect(hear.mock.lastCall?.[1]).toBeLessThanOrEqual(Date.now());
  streams[0]?.onerror?.(new Event('error'));
  streams[0]?.say({ kind: 'hello' });
  expect(hear.mock.lastCall?.[1]).toBe(Number.POSITIVE_INFINITY);
});

test('what is not a word of ours is left unheard', () => {
  const { streams, hear } = aLive();
  streams[0]?.onmessage?.(new MessageEvent('message', { data: '{broken' }));

  expect(hear).not.toHaveBeenCalled();
});

test('a word about a version that is already shown asks nothing: looking never leads to looking', () => {
  const answers = makeAnswers();
  const shown = aReferralShown({ version: 7 });
  answers.setQueryData(['referral', shown.id], shown);
  const stale = () => answers.getQueryState(['referral', shown.id])?.isInvalidated;

  hearWord(answers, { kind: 'referral', id: shown.id, version: 7 }, 0);
  expect(stale()).toBe(false);
  hearWord(answers, { kind: 'referral', id: shown.id, version: 8 }, 0);
  expect(stale()).toBe(true);
});

test('when the line stands again, what is older than the line is asked anew, and what is not is not looked at twice; when words were missed, all is', () => {
  const answers = makeAnswers();
  const stale = (id: string) => answers.getQueryState(['referral', id])?.isInvalidated;
  answers.setQueryData(['referral', 'before'], aReferralShown(), { updatedAt: 1_000 });
  answers.setQueryData(['referral', 'after'], aReferralShown(), { updatedAt: 3_000 });

  hearWord(answers, { kind: 'hello' }, 2_000);
  expect(stale('before')).toBe(true);
  expect(stale('after')).toBe(false);

  hearWord(answers, { kind: 'missed' }, 2_000);
  expect(stale('after')).toBe(true);
});
