const ZONE = 'Asia/Hong_Kong';
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

/** 20:05, in Hong Kong, wherever the browser is. */
export const timeOf = (at: number): string => clock.format(at);
export const exactTimeOf = (at: number): string => seconds.format(at);
export const dayOf = (at: number): string => day.format(at);
export const sameDay = (one: number, other: number): boolean => date.format(one) === date.format(other);

/** What a list of chats shows: the time today, the day before that. */
export const shortTimeOf = (at: number, now: number): string => (sameDay(at, now) ? timeOf(at) : dayOf(at));
export const fullTimeOf = (at: number): string => `${day.format(at)}, ${clock.format(at)}`;
