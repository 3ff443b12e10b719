/** The only place that knows what time it is. */
export interface Clock {
  now(): Date;
}
