import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the page of the phones as it stands now. Old hashed files stay, so that another test may still be served them. */
export const builtPhones = async (): Promise<void> => {
  await build({
    configFile: fileURLToPath(new URL('../../simulator/page/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { emptyOutDir: false },
  });
};
