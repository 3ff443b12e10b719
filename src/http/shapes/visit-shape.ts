import type { VisitLine, VisitPart } from '#src/contract/visits.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type ActionName, actionsFor, isIrreversible, needsOf } from '#src/domain/referral/actions.ts';
import { mayEndFollowUp } from '#src/domain/visits/follow-up.ts';
import type { VisitLine as Line } from '#src/usecases/visits/list-visits.ts';
import { lineShape, namedPlace } from './referral-shape.ts';

type Eyes = { readonly house: House; readonly person: Person; readonly now: Date };

/** What is done about visits from the list itself, the most natural first; everything else is done on the referral. Whether somebody came is known on the day. */
const inPlace: Readonly<Record<VisitPart, readonly ActionName[]>> = {
  outcome: ['attended', 'missed', 'book'],
  today: ['attended', 'missed', 'book'],
  week: ['book'],
  later: ['book'],
  'to-book': ['book', 'answer'],
  missed: ['book', 'answer'],
  answer: ['answer', 'book'],
};

export function visitShape(line: Line, eyes: Eyes): VisitLine {
  const { referral, part, followUps, clash, mayCall } = line;
  const { standing } = referral;
  const visit = 'visit' in standing ? standing.visit : undefined;
  const names = inPlace[part].filter((name) => actionsFor(eyes.person, referral).includes(name));
  return {
    ...lineShape(line, eyes),
    part,
    ...(visit ? { at: visit.at.toISOString(), ...(visit.place ? { place: visit.place } : {}) } : {}),
    followUps: followUps.map((one) => ({
      id: one.id,
      due: one.due.toISOString(),
      owner: namedPlace(eyes.house, one.owner),
      isDue: one.due <= eyes.now,
      mayEnd: mayEndFollowUp(eyes.person, one),
    })),
    clash,
    mayCall,
    actions: names.map((name) => ({
      name,
      needs: needsOf(name),
      confirm: isIrreversible(name),
      // The one natural next step is the big button; where it is somebody else's, there is none.
      primary: name === inPlace[part][0] && part !== 'week' && part !== 'later',
    })),
  };
}
