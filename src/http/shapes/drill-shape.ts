import type { DrillDesk as DeskShown, DrillResult, DrillShown } from '#src/contract/drill.ts';
import type { Drill } from '#src/domain/drill/drill.ts';
import { type House, hotline } from '#src/domain/house/house.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import type { DrillDesk, DrillTold } from '#src/usecases/drill/look-at-drills.ts';
import { namedPerson } from './referral-shape.ts';

export const drillDeskShape = ({ lines, drills }: DrillDesk, house: House): DeskShown => ({
  lines: lines.map(({ line, authors, plan }) => ({
    hotline: line.id,
    name: line.name,
    authors: authors.map(({ id, name }) => ({ id, name })),
    people: plan.people.map((who) => namedPerson(house, who)),
    group: plan.group,
    minutes: plan.minutes,
  })),
  drills: drills.map(({ drill, referral }) => drillShape(drill, referral, house)),
});

const drillShape = (drill: Drill, referral: Referral, house: House): DrillShown => ({
  referral: referral.id,
  code: referral.code,
  hotline: hotline(house, drill.hotline)?.name ?? { en: drill.hotline, zhHant: drill.hotline },
  by: namedPerson(house, drill.by),
  begunAt: drill.begunAt.toISOString(),
  until: drill.until.toISOString(),
  ...(drill.ended ? { endedAt: drill.ended.at.toISOString() } : {}),
  state: referral.standing.state,
});

export const drillResultShape = ({ drill, referral, result }: DrillTold, house: House): DrillResult => ({
  ...drillShape(drill, referral, house),
  steps: result.steps.map(({ at, by, ...step }) => ({
    ...step,
    at: at.toISOString(),
    ...('person' in by ? { by: namedPerson(house, by.person) } : {}),
  })),
  missed: [...result.missed],
  escalations: result.escalations,
  stops: result.stops,
});
