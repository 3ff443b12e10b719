import { parseArgs } from 'node:util';
import { killRounds } from './rounds.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '500' } } });
const found = await killRounds(Number(values.rounds));
process.stdout.write(`${JSON.stringify(found)}\n`);
process.exit(found.wrong.length === 0 ? 0 : 1);
