import { refuse } from '../refusal.ts';
import { asWire, isWire, number, parsed, text, type Wire, wires } from '../wire.ts';
import type { Values } from './values.ts';

export type PullStrategy = 'ONCE' | 'RENDER' | 'INTERVAL' | 'NONE';

/** A source a card asks, per viewer, instead of keeping the data on DingTalk's card server. */
export type DynamicSource = {
  readonly id: string;
  readonly constParams: Wire;
  readonly strategy: PullStrategy;
  readonly everyMs: number;
};

const UNIT_MS: Readonly<Record<string, number>> = {
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
};
// the API page says 3 seconds (the guide says 6): the smaller one is what the call accepts
const SHORTEST_MS = 3000;

export function sourcesOf(config: unknown): readonly DynamicSource[] {
  return wires(asWire(config), 'dynamicDataSourceConfigs').map((source) => {
    const id = text(source, 'dynamicDataSourceId');
    if (id === undefined) return refuse('param.dynamicDataSourceIdEmpty', 'dynamicDataSourceId is missing');
    const pull = asWire(source.pullConfig);
    const strategy = text(pull, 'pullStrategy') ?? 'NONE';
    if (!isStrategy(strategy)) return refuse('param.dynamicDataPullStrategyInvalid', 'ONCE, RENDER, INTERVAL or NONE');
    const everyMs = (number(pull, 'interval') ?? 0) * (UNIT_MS[text(pull, 'timeUnit') ?? ''] ?? 0);
    if (strategy === 'INTERVAL' && everyMs < SHORTEST_MS)
      return refuse('param.dynamicDataPullIntervalInvalid', 'the shortest interval is 3 seconds');
    return { id, constParams: asWire(source.constParams), strategy, everyMs };
  });
}

const isStrategy = (value: string): value is PullStrategy => ['ONCE', 'RENDER', 'INTERVAL', 'NONE'].includes(value);

/** Which sources this viewer's screen asks now, given when it last heard from each. */
export const due = (
  sources: readonly DynamicSource[],
  lastPulled: (id: string) => number | undefined,
  now: number,
): readonly DynamicSource[] =>
  sources.filter(({ id, strategy, everyMs }) => {
    const last = lastPulled(id);
    if (strategy === 'NONE') return false;
    if (strategy === 'RENDER' || last === undefined) return true;
    return strategy === 'INTERVAL' && now - last >= everyMs;
  });

/** The values an answer brings, by source. An answer of the wrong shape brings none. */
export function answered(answer: unknown): ReadonlyMap<string, Values> {
  const found = new Map<string, Values>();
  const whole = asWire(answer);
  // over the stream SDKs wrap every callback's answer in `response`
  const inner = 'response' in whole ? asWire(whole.response) : whole;
  for (const response of wires(inner, 'dataSourceQueryResponses')) {
    const id = text(response, 'dynamicDataSourceId');
    const data = text(response, 'data');
    if (id === undefined || data === undefined) continue;
    found.set(id, response.dynamicDataValueType === 'OBJECT' ? flattened(parsed(data)) : { [id]: data });
  }
  return found;
}

const flattened = (value: unknown): Values =>
  isWire(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, typeof inner === 'string' ? inner : JSON.stringify(inner)]),
      )
    : {};
