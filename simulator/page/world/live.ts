/** One change of the world, as the event stream tells it. Absent ids mean "it may concern anybody". */
export type Change = {
  readonly kind: string;
  readonly corpId?: string;
  readonly userId?: string;
  readonly conversationId?: string;
  readonly outTrackId?: string;
};

type Listener = (change: Change) => void;
const listeners = new Set<Listener>();
const watchers = new Set<(connected: boolean) => void>();
let connected = true;
let source: EventSource | undefined;

/** Listens to the world. The stream opens with the first listener and closes with the last. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  source ??= open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    source?.close();
    source = undefined;
  };
}

export const isConnected = (): boolean => connected;

export function onConnection(watcher: (connected: boolean) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function open(): EventSource {
  const opened = new EventSource('sim/api/events');
  opened.onmessage = ({ data }: MessageEvent<string>) => spread(parsed(data));
  opened.onopen = () => {
    // whatever happened while the line was down was not told: ask for everything again
    if (!connected) spread({ kind: 'reconnected' });
    heard(true);
  };
  opened.onerror = () => heard(false);
  return opened;
}

const spread = (change: Change): void => {
  for (const listener of [...listeners]) listener(change);
};

const heard = (now: boolean): void => {
  connected = now;
  for (const watcher of watchers) watcher(now);
};

const parsed = (data: string): Change => {
  try {
    // the stream speaks Change by ADMIN-API.md; a stranger word is treated as "anything may have changed"
    return JSON.parse(data) as Change;
  } catch {
    return { kind: 'unknown' };
  }
};
