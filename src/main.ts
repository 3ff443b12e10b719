import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`Baton needs Node 24 and this is ${process.version}. Run "npm start", which brings its own.\n`);
  process.exit(1);
}

// What was compiled once is compiled no more: half of a start. Beside the data and not in a common folder, where anybody could put other code into it.
enableCompileCache(join(process.env['BATON_DATA_DIR'] ?? '.baton', 'compiled'));
const [{ pinoLog }, { startBaton }, { lastWords }] = await Promise.all([
  import('#src/adapters/log/pino-log.ts'),
  import('#src/start/baton.ts'),
  import('#src/start/last-words.ts'),
]);

const log = pinoLog(process.env['BATON_LOG'] ?? 'info');
lastWords(log);

try {
  const baton = await startBaton({
    configDir: process.env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../config'),
    env: process.env,
    log,
  });
  process.stdout.write(
    `\n  Baton 接棒 is ready.\n\n  Open ${baton.pretendUrl ?? `${baton.url}/app/`}\n${baton.pretendUrl ? `  (a pretend DingTalk with the cast; the mini-app alone is at ${baton.url}/app/)\n` : ''}\n`,
  );
  // Written now and not at the end: a process that is killed has no end.
  flushCompileCache();
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    log.info({}, 'finishing what is in hand');
    void baton.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  const what = error instanceof Error ? error.message : String(error);
  const todo =
    code === 'EADDRINUSE'
      ? '\nSomething else listens there. Stop it, or choose other ports with BATON_PORT and BATON_SIMULATOR_PORT.'
      : '';
  process.stderr.write(`\nBaton could not start (${code}).\n${what}${todo}\n\n`);
  process.exit(1);
}
