import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const built = (config: string) =>
  build({
    configFile: fileURLToPath(new URL(`../../${config}`, import.meta.url)),
    logLevel: 'error',
    build: { emptyOutDir: false },
  });

/** Builds the page of the phones as it stands now. Old hashed files stay, so that another test may still be served them. */
export const builtPhones = async (): Promise<void> => {
  await built('simulator/page/vite.config.ts');
};

/** The same for the mini-app, where the service itself serves it. */
export const builtMiniapp = async (): Promise<void> => {
  await built('miniapp/vite.config.ts');
};
