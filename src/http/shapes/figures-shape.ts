import type { Cell, FiguresShown as Shown } from '#src/contract/figures.ts';
import type { Period } from '#src/domain/figures/figures.ts';
import { type House, hotline } from '#src/domain/house/house.ts';
import type { AlertBudget, FiguresShown } from '#src/usecases/figures/look-at-figures.ts';
import { namedPlace } from './referral-shape.ts';

export const figuresShape = (
  { places, since, now, hotlines, cut }: FiguresShown,
  days: Period,
  house: House,
  budget: AlertBudget,
): Shown => ({
  at: now.toISOString(),
  since: since.toISOString(),
  days,
  places: places.map((one) => namedPlace(house, one)),
  cut,
  hotlines: hotlines.map(({ states, spans, declined, alerts, trend, ...one }) => ({
    ...one,
    name: hotline(house, one.hotline)?.name ?? { en: one.hotline, zhHant: one.hotline },
    states: states.map((each) => ({ ...each })),
    spans: { ...spans },
    declined: declined.map((each) => ({ ...each })),
    alerts: alerts.map((each) => ({ ...each, budget: budget[each.tier] })),
    trend: trend.map(({ from, ...each }) => ({ ...each, from: from.toISOString() })),
  })),
});

/** One line for each measure, for a spreadsheet: `hotline,days,measure,of,value`. A small count is "<5", one told from the rest "~10". */
export function figuresCsv({ days, hotlines }: Shown): string {
  const lines = [['hotline', 'days', 'measure', 'of', 'value']];
  for (const one of hotlines) {
    const line = (measure: string, of: string, value: string) =>
      lines.push([one.hotline, String(days), measure, of, value]);
    line('begun', '', words(one.begun));
    for (const { state, count } of one.states) line('state', state, words(count));
    for (const [leg, { median, p90 }] of Object.entries(one.spans)) {
      line('median seconds', leg, median === undefined ? '' : String(median));
      line('p90 seconds', leg, p90 === undefined ? '' : String(p90));
    }
    line('answered', '', words(one.answered));
    line('did not attend', '', words(one.missed));
    line('late', '', words(one.late));
    line('late per cent', '', one.latePercent === undefined ? '' : String(one.latePercent));
    line('escalations', '', words(one.escalations));
    for (const { reason, count } of one.declined) line('declined', reason || 'not kept', words(count));
    for (const { tier, raised, answered } of one.alerts) {
      line('alerts shown', tier, words(raised));
      line('alerts answered', tier, words(answered));
    }
    for (const { from, sent } of one.trend) line('sent from', from.slice(0, 10), words(sent));
  }
  return `${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

const words = (cell: Cell): string => (cell.is === 'few' ? '<5' : cell.is === 'about' ? `~${cell.n}` : String(cell.n));
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
