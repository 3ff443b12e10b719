import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Between, Ears, Topic } from '#src/ports/between.ts';
import type { Log } from '#src/ports/log.ts';

/** PostgreSQL takes 7,999 bytes in one notice. */
const mostBytes = 7_900;
const lookMs = 500;
/** A line that does not answer for so long is dead, whatever the network says. */
const patienceMs = 5_000;
const restMs = 10_000;
const farewellMs = 2_000;
const mostTogether = 200;
type Notice = { readonly channel: string; readonly text: string };

const channels: Readonly<Record<Topic, string>> = { walks: 'baton_walks', screens: 'baton_screens' };
const topics = new Map(Object.entries(channels).map(([topic, channel]) => [channel, topic]));

/**
 * Instances speak to each other by notices of the store: PostgreSQL delivers all notices to all listeners in the order of their commits. Each instance speaks and listens on
 * one line of its own, so that its words keep their order and it never speaks without listening.
 */
export function betweenInstances(
  pool: pg.Pool,
  log: Log,
): Between & { readonly ready: Promise<void>; readonly stop: () => Promise<void> } {
  const ears = new Map<string, Ears>();
  let line: pg.PoolClient | undefined;
  let opening: Promise<void> = Promise.resolve();
  let isOpening = false;
  let stopped = false;
  const waiting: Notice[] = [];
  /** Since when an answer is awaited. */
  let askedAt: number | undefined;
  let passing: Promise<void> = Promise.resolve();
  let lastAsked = 0;

  const drop = (client: pg.PoolClient) => {
    if (line !== client) return;
    line = undefined;
    askedAt = undefined;
    waiting.length = 0;
    client.release(true);
    if (!stopped) log.warn({}, 'the line between the instances was cut');
    for (const one of ears.values()) one.closed();
  };
  /** What waits goes together: a store that is slow is asked less often. With nothing that waits it only asks whether the line stands. */
  const passOn = async (client: pg.PoolClient) => {
    try {
      do {
        const together = waiting.splice(0, mostTogether);
        askedAt = Date.now();
        lastAsked = askedAt;
        await client.query(
          'select pg_notify(channel, said) from unnest($1::text[], $2::text[]) as notice(channel, said)',
          [together.map(({ channel }) => channel), together.map(({ text }) => text)],
        );
      } while (line === client && waiting.length > 0);
      if (line === client) askedAt = undefined;
    } catch {
      drop(client);
    }
  };
  const open = async () => {
    const client = await pool.connect();
    try {
      client.on('notification', ({ channel, payload }) => {
        const topic = topics.get(channel);
        if (line === client && topic && payload) ears.get(topic)?.heard(payload);
      });
      for (const end of ['error', 'end'] as const) client.on(end, () => drop(client));
      // Notices are kept nowhere; nobody needs to wait for a disk.
      await client.query("set synchronous_commit to off; set application_name to 'baton between instances'");
      for (const channel of Object.values(channels)) await client.query(`listen ${channel}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    if (stopped) return client.release(true);
    line = client;
    for (const one of ears.values()) one.opened();
  };
  const look = () => {
    if (stopped || isOpening) return;
    if (line) {
      if (askedAt === undefined) {
        if (Date.now() - lastAsked > restMs) passing = passOn(line);
      } else if (Date.now() - askedAt > patienceMs) drop(line);
      return;
    }
    isOpening = true;
    // The next look tries again; until then each instance is by itself.
    opening = open()
      .catch(() => undefined)
      .finally(() => {
        isOpening = false;
      });
  };
  const timer = setInterval(look, lookMs);
  timer.unref();
  look();
  return {
    ready: opening,
    say: (topic, text) => {
      if (!line || Buffer.byteLength(text) > mostBytes) return false;
      waiting.push({ channel: channels[topic], text });
      if (askedAt === undefined) passing = passOn(line);
      return true;
    },
    listen: (topic, one) => {
      ears.set(topic, one);
      if (line) one.opened();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await opening;
      // What was said last still goes; a line that is dead holds nobody up.
      await Promise.race([passing, pause(farewellMs, undefined, { ref: false })]);
      if (line) drop(line);
    },
  };
}
