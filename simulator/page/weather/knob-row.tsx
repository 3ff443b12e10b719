import { exactTimeOf } from '../world/hong-kong-time.ts';
import type { Knob } from './fault-words.ts';

type KnobProps = {
  readonly knob: Knob;
  readonly value: unknown;
  readonly now: number;
  readonly onSet: (value: unknown) => void;
};

/** One thing that can go wrong, with its switch or its number. */
export function KnobRow({ knob, value, now, onSet }: KnobProps) {
  const { kind, words } = knob;
  if (kind === 'switch')
    return (
      <label className="knob">
        <span>{words}</span>
        <input
          type="checkbox"
          role="switch"
          checked={value === true}
          onChange={({ target }) => onSet(target.checked)}
        />
      </label>
    );
  if (kind === 'for-a-minute') {
    const until = typeof value === 'number' && value > now ? value : undefined;
    return (
      <label className="knob">
        <span>
          {words} {until !== undefined && <small>until {exactTimeOf(until)}</small>}
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={until !== undefined}
          onChange={({ target }) => onSet(target.checked ? now + 60_000 : 0)}
        />
      </label>
    );
  }
  return (
    <label className="knob">
      <span>{words}</span>
      <input
        type="number"
        min={0}
        step={kind === 'ms' ? 500 : 1}
        value={typeof value === 'number' ? value : 0}
        onChange={({ target }) => onSet(Math.max(0, Number(target.value)))}
      />
    </label>
  );
}
