import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { wasBuilt } from '#test/builders/once-a-run.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The page of the phones as it stands now. Old hashed files stay, so that another copy may still be served them. */
export const builtPhones = (): Promise<void> => once('phones', 'simulator/page/vite.config.ts');

/** The mini-app as it stands now, where the service itself serves it: the folder. */
export async function builtMiniapp(): Promise<string> {
  await once('miniapp', 'miniapp/vite.config.ts');
  return fromRoot('miniapp/dist');
}

/** Whoever of a test run comes first builds, the others wait for it. */
async function once(name: string, configFile: string): Promise<void> {
  const made = () => build({ configFile: fromRoot(configFile), logLevel: 'error', build: { emptyOutDir: false } });
  const place = process.env[wasBuilt];
  if (!place) return void (await made());
  const [begun, done, failed] = ['begun', 'done', 'failed'].map((end) => join(place, `${name}.${end}`)) as [
    string,
    string,
    string,
  ];
  try {
    mkdirSync(begun);
  } catch {
    while (!existsSync(done)) {
      if (existsSync(failed)) throw new Error(`${configFile} could not be built; another test says why`);
      await setTimeout(50);
    }
    return;
  }
  try {
    await made();
    writeFileSync(done, '');
  } catch (error) {
    writeFileSync(failed, '');
    throw error;
  }
}
