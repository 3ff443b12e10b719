import { castFrom, startSimulator } from '../../simulator/start.ts';

/** The pretend DingTalk alone, until it is stopped. */
export async function runSimulate({ port, cast }: { readonly port: string; readonly cast?: string }): Promise<void> {
  const simulator = await startSimulator({ port: Number(port), ...(cast ? { cast: castFrom(cast) } : {}) });
  process.stdout.write(`The pretend DingTalk answers at ${simulator.url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await simulator.close();
  process.exit(0);
}
