import { statfs } from 'node:fs/promises';
import type { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import type { Store } from '#src/adapters/store/open-store.ts';

type Parts = {
  readonly store: Store;
  readonly supervisors: readonly StreamSupervisor[];
  readonly dataDir: string;
  readonly diskReserveMegabytes: number;
};

/** May traffic come? Only while the stream is up, the store answers and the disk has room. */
export const readiness =
  ({ store, supervisors, dataDir, diskReserveMegabytes }: Parts) =>
  async () => {
    const health = await store.health();
    const disk = await freeMegabytes(dataDir);
    const link = supervisors.map((one) => one.health());
    const parts = {
      stream: {
        ok: link.every(({ connected }) => connected),
        says: link
          .map(({ connected, lastError }) =>
            connected ? 'connected' : `not connected${lastError ? ` (${lastError})` : ''}`,
          )
          .join(', '),
      },
      store: { ok: health.ok, says: `${store.version}, ${health.says}` },
      disk: {
        ok: disk === undefined || disk > diskReserveMegabytes,
        says: disk === undefined ? 'unknown' : `${disk} MB free`,
      },
    };
    return { ready: Object.values(parts).every(({ ok }) => ok), parts };
  };

async function freeMegabytes(dir: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return Math.floor((bavail * bsize) / 1024 / 1024);
  } catch {
    // A file system that does not tell is not held against us.
    return undefined;
  }
}
