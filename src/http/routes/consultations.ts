import type Router from '@koa/router';
import type { Context } from 'koa';
import { questionAsked, wordAsked } from '#src/contract/consultation.ts';
import type { RemarkAsked } from '#src/contract/images.ts';
import type { ConsultationId } from '#src/domain/consultation/consultation.ts';
import { type ClinicianId, type InstitutionId, id, type ReferralId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { askQuestion } from '#src/usecases/consultation/ask-question.ts';
import { hearWord } from '#src/usecases/consultation/hear-word.ts';
import { countWaiting, listConsultations } from '#src/usecases/consultation/list-consultations.ts';
import { readConsultation } from '#src/usecases/consultation/read-consultations.ts';
import { sayMore } from '#src/usecases/consultation/say-more.ts';
import { takeBackQuestion } from '#src/usecases/consultation/take-back.ts';
import type { Said } from '#src/usecases/imaging/remark.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { consultationShape, consultationsShape } from '../shapes/consultation-shape.ts';
import { askerOf } from '../who.ts';
import type { OpenScreens } from './live.ts';

/** A recording of two minutes in base64, and the rest. */
const mostBody = 1_600_000;

/** Questions between clinicians: the list, one referral's threads, asking, saying more, taking back, hearing. Both sides' screens are told that something changed. */
export function consultationRoutes(router: Router, world: World, screens: OpenScreens): void {
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const question = (ctx: Context & { params?: Record<string, string> }) =>
    id<ConsultationId>(ctx.params?.['question'] ?? '');
  const eyesOf = (ctx: Context) => ({ house: world.house, person: askerOf(ctx).person, now: world.clock.now() });
  const write = writesForReader(world);
  const tell = ({ id: referral, from, to }: Pick<Referral, 'id' | 'from' | 'to'>) =>
    screens.announce({ kind: 'consultation', id: referral }, { at: [from, to] });

  /** What stands there now, for whoever asked or has just said something. */
  const shown = async (ctx: Context) => {
    const { read, identity } = await write(async (page) => {
      const found = await readConsultation(world)(page, which(ctx), askerOf(ctx).person);
      return { read: found, identity: (await page.patients.identity(found.grant.patient)) ?? {} };
    });
    return { read, body: consultationShape(read, identity, eyesOf(ctx)) };
  };

  router.get('/api/consultations', async (ctx) => {
    const list = await write((page) => listConsultations(world)(page, askerOf(ctx).person));
    ctx.body = consultationsShape(list, eyesOf(ctx));
  });

  router.get('/api/consultations/waiting', async (ctx) => {
    ctx.body = await world.ledger.read((page) => countWaiting(world)(page, askerOf(ctx).person));
  });

  router.get('/api/referrals/:id/consultation', async (ctx) => {
    const { read, body } = await shown(ctx);
    if (read.isNews) tell(read.grant.referral);
    ctx.body = body;
  });

  router.post('/api/referrals/:id/consultation', async (ctx) => {
    const { of, pin, said } = await bodyOf(ctx, questionAsked, mostBody);
    await write((page) =>
      askQuestion(world)(page, which(ctx), askerOf(ctx).person, {
        of: 'person' in of ? { person: id<ClinicianId>(of.person) } : { side: id<InstitutionId>(of.side) },
        ...(pin ? { pin } : {}),
        ...(said ? { said: saidIn(said) } : {}),
      }),
    );
    await answer(ctx);
  });

  router.post('/api/referrals/:id/consultation/:question', async (ctx) => {
    const { said, version } = await bodyOf(ctx, wordAsked, mostBody);
    await write((page) => sayMore(world)(page, which(ctx), askerOf(ctx).person, question(ctx), saidIn(said), version));
    await answer(ctx);
  });

  router.post('/api/referrals/:id/consultation/:question/take-back', async (ctx) => {
    await write((page) => takeBackQuestion(world)(page, which(ctx), askerOf(ctx).person, question(ctx)));
    await answer(ctx);
  });

  router.get('/api/referrals/:id/consultation/words/:word/voice', async (ctx) => {
    const { mime, bytes } = await write((page) =>
      hearWord(world)(page, which(ctx), askerOf(ctx).person, ctx.params['word'] ?? ''),
    );
    ctx.type = mime;
    ctx.set('cache-control', 'no-store');
    ctx.body = Buffer.from(bytes);
  });

  async function answer(ctx: Context): Promise<void> {
    const { read, body } = await shown(ctx);
    tell(read.grant.referral);
    ctx.body = body;
  }
}

const saidIn = ({ text, voice }: RemarkAsked): Said =>
  voice
    ? { voice: { seconds: voice.seconds, peaks: voice.peaks }, sound: Buffer.from(voice.audio, 'base64') }
    : { text: text ?? '' };
