import type { Fault } from './error-map.ts';

/** An answer that was a failure by its body, or that lacks what a good answer holds. */
export class Faulty extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.name = 'Faulty';
    this.fault = fault;
  }
}

/**
 * The official client takes some failures (a punishment, an empty page) for a success without content. What every good answer holds is asked for
 * here; without it nobody knows what happened.
 */
export function held<Value>(value: Value | undefined | null | ''): Value {
  if (value === undefined || value === null || value === '')
    throw new Faulty({ action: 'CHECK', code: 'empty-answer' });
  return value;
}
