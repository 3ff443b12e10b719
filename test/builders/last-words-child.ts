import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { lastWords } from '#src/start/last-words.ts';

/** A process that ends as badly as one can: a promise nobody waited for, then an error nobody caught, both full of marks. `last-words-child.ts MARK` */
lastWords(pinoLog('info'));
const mark = process.argv[2] ?? '';
const said = `said of ${mark}\n    ${mark}\nat ${mark}\n    at ${mark} (file:///${mark}.ts:1:1)\nand more of ${mark}`;
void Promise.reject(new TypeError(said));
setTimeout(() => {
  JSON.parse(`{"name": ${mark}}`);
}, 50);
