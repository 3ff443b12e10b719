import { parseArgs } from 'node:util';
import { castFrom, startSimulator } from './start.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, cast: { type: 'string' }, clock: { type: 'string' } },
});
const simulator = await startSimulator({
  port: Number(values.port ?? 4300),
  ...(values.cast ? { cast: castFrom(values.cast) } : {}),
  ...(values.clock ? { clock: Date.parse(values.clock) } : {}),
});
console.log(`The pretend DingTalk answers at ${simulator.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
