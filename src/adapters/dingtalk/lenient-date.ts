const chinaTime = new Set(['CST', 'HKT', 'GMT+08:00']);

/** Times come as ISO, or as Java prints them (`Mon Nov 23 10:00:00 CST 2026`), where CST is China's time. Unreadable is the epoch: old, so it is looked at. */
export function lenientDate(text: string | undefined): Date {
  const java = /^\w{3} (\w{3}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) (\S+) (\d{4})$/.exec(text ?? '');
  const [, month, day, time, zone = '', year] = java ?? [];
  const at = java
    ? new Date(`${month} ${day} ${year} ${time} ${chinaTime.has(zone) ? 'GMT+0800' : zone}`)
    : new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}
