import type { UploadId } from '../../domain/ids.ts';
import { codeAnew } from '../../domain/intake/code-anew.ts';
import type { Coder } from '../../domain/intake/coder.ts';
import { reconcile, type Standing } from '../../domain/intake/reconcile.ts';
import type { Person } from '../../domain/people/person.ts';
import { isSure } from '../../domain/record/finding.ts';
import { type PutRight, putRight } from '../../domain/record/put-right.ts';
import { addReading } from '../../domain/referral/drafting.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { Answer, KeptReading, ReadFact } from '../../ports/readings.ts';
import { keepDraft } from '../drafting/keep-draft.ts';
import type { Draft } from '../drafting/open-draft.ts';
import { raiseAlerts } from '../safety/alerts-on.ts';
import type { World } from '../world.ts';
import { showFiles } from './show-files.ts';

async function readingIn(page: Page, draft: Draft, which: UploadId): Promise<KeptReading> {
  const reading = await page.readings.get(which);
  if (!reading || reading.referral !== draft.referral.id) throw new Refused('upload.not-found', `No document ${which}`);
  return reading;
}

/** What a person says to a group of facts, or to single ones by their number. `right` puts the one of that number right before it is taken over. */
export type DocumentAnswer = {
  readonly answer: Answer;
  readonly groups?: readonly Standing[] | undefined;
  readonly facts?: readonly number[] | undefined;
  readonly right?: (PutRight & { readonly fact: number }) | undefined;
};

/** A group is taken for what is sure in it; what is not sure is looked at one by one, and is sure once a person has taken it. */
const isMeant = (
  { groups, facts, right, answer }: DocumentAnswer,
  fact: ReadFact,
  number: number,
  standing: Standing,
) =>
  fact.answer === undefined &&
  (facts?.includes(number) === true ||
    right?.fact === number ||
    (groups?.includes(standing) === true && (answer === 'left' || isSure(fact.finding))));

const seenByPerson = (
  fact: ReadFact,
  number: number,
  { answer, right }: DocumentAnswer,
  coder: Coder | undefined,
): ReadFact => {
  if (answer !== 'taken' || right?.fact !== number) return { ...fact, answer };
  const put = putRight(fact.finding, right);
  return { ...fact, answer, right: coder ? codeAnew(coder, put) : put };
};

/**
 * Takes what was read of a document over into the draft, or leaves it out, a group or a single fact in one tap. Nothing of the old is dropped: each content
 * is a version of its own, and each fact keeps its place in the document. What a person puts right is coded anew by `coder` and checked for safety under
 * its new name; what was read stays beside it. An answer stands; giving it again changes nothing. Refuses `upload.not-found`,
 * `identity.mismatch` while whose it is stands open, `referral.wrong-state` when it is no draft any more.
 */
export const answerDocument =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'policy' | 'safety'>, coder?: Coder) =>
  async (page: Page, draft: Draft, which: UploadId, by: Person, said: DocumentAnswer): Promise<Draft> => {
    const reading = await readingIn(page, draft, which);
    if (reading.state === 'stopped' || reading.state === 'refused' || reading.state === 'needs-person')
      throw new Refused('identity.mismatch', `Document ${which} waits for a person`);
    const { facts } = reading.says;
    const known = draft.content.findings;
    const meant = facts.flatMap((fact, number) =>
      isMeant(said, fact, number, reconcile(known, fact.finding).standing) ? [number] : [],
    );
    if (meant.length === 0) return draft;
    const answered = facts.map((fact, number) =>
      meant.includes(number) ? seenByPerson(fact, number, said, coder) : fact,
    );
    await page.readings.keep(withFacts(reading, answered));
    if (said.answer === 'left') {
      await showFiles(world, page, draft.referral);
      return draft;
    }
    const content = addReading(
      draft.content,
      answered.flatMap(({ finding, right }, number) =>
        meant.includes(number) ? [right ?? { ...finding, confidence: 1 }] : [],
      ),
    );
    const kept = await keepDraft(world, page, draft, content, { person: by.id }, {}, (contentVersion) => ({
      what: 'draft-added-to',
      contentVersion,
    }));
    await raiseAlerts(world)(page, kept.referral, kept.content);
    return kept;
  };

const withFacts = (reading: KeptReading, facts: readonly ReadFact[]): KeptReading => ({
  ...reading,
  state: facts.every(({ answer }) => answer !== undefined) ? 'filed' : 'read',
  says: { ...reading.says, facts },
});

/**
 * Somebody says that a document is about this patient after all. Where it only does not say so, one person is enough; where it says somebody else, it takes
 * a second one. Refuses `upload.not-found`, and `identity.mismatch` when the second person is the one who brought it.
 */
export const confirmDocument =
  (world: Pick<World, 'clock' | 'house'>) =>
  async (page: Page, draft: Draft, which: UploadId, by: Person): Promise<void> => {
    const reading = await readingIn(page, draft, which);
    if (reading.state !== 'stopped' && reading.state !== 'needs-person') return;
    const upload = await page.uploads.get(which);
    if (reading.state === 'stopped' && (!upload || upload.by === by.id))
      throw new Refused('identity.mismatch', `Document ${which} waits for a second person`);
    await page.readings.keep({ ...withFacts(reading, reading.says.facts), confirmedBy: by.id });
    await page.happened({
      what: 'document-confirmed',
      upload: which,
      at: world.clock.now(),
      by: { person: by.id },
      institution: draft.referral.from,
      referral: draft.referral.id,
      patient: draft.referral.patient,
      ground: 'author',
    });
    await showFiles(world, page, draft.referral);
  };
