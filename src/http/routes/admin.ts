import type Router from '@koa/router';
import type { Context } from 'koa';
import { switchAsked, switchSubject } from '#src/contract/admin.ts';
import type { House } from '#src/domain/house/house.ts';
import { type ClinicianId, type InstitutionId, id } from '#src/domain/ids.ts';
import type { Hotline } from '#src/domain/people/hotline.ts';
import type { SwitchSubject } from '#src/domain/people/switches.ts';
import { askDoctor, lookAtWorks, type MachineRoom } from '#src/usecases/admin/look-at-works.ts';
import { openAdmin } from '#src/usecases/admin/open-admin.ts';
import { switchOff } from '#src/usecases/admin/switch-off.ts';
import { switchOn } from '#src/usecases/admin/switch-on.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { adminShape, doctorShape, worksShape } from '../shapes/admin-shape.ts';
import { askerOf } from '../who.ts';

export type AdminParts = {
  /** The house as its files say, whoever is switched off. */
  readonly configured: House;
  /** Has the house as it stands follow the store now, in this instance; the others follow by themselves within a second. */
  readonly follow: () => Promise<void>;
  readonly isBound: (line: Hotline) => boolean;
  readonly machine: MachineRoom;
};

/** The administrator's desk: what stands, who is off, what the machine says. Changing the configuration is done in its files. */
export function adminRoutes(router: Router, world: World, { configured, follow, isBound, machine }: AdminParts): void {
  const administering = { ...world, house: world.house, configured };
  const desk = async (ctx: Context) => {
    const { person } = askerOf(ctx);
    ctx.body = adminShape(
      await world.ledger.read((page) => openAdmin(administering)(page, person)),
      person.id,
      isBound,
    );
  };

  router.get('/api/admin', desk);

  router.post('/api/admin/off', async (ctx) => {
    const { reason, words, ...asked } = await bodyOf(ctx, switchAsked);
    const { person } = askerOf(ctx);
    await world.ledger.write((page) =>
      switchOff(administering)(page, person, { subject: subjectOf(asked), reason, ...(words ? { words } : {}) }),
    );
    await follow();
    await desk(ctx);
  });

  router.post('/api/admin/on', async (ctx) => {
    const asked = await bodyOf(ctx, switchSubject);
    const { person } = askerOf(ctx);
    await world.ledger.write((page) => switchOn(administering)(page, person, subjectOf(asked)));
    await follow();
    await desk(ctx);
  });

  router.get('/api/admin/works', async (ctx) => {
    ctx.body = worksShape(await lookAtWorks(world, machine)(askerOf(ctx).person), world.clock.now());
  });

  router.get('/api/admin/doctor', async (ctx) => {
    ctx.body = doctorShape(await askDoctor(world, machine)(askerOf(ctx).person), world.clock.now());
  });
}

const subjectOf = ({ kind, id: which }: { readonly kind: 'person' | 'place'; readonly id: string }): SwitchSubject =>
  kind === 'person' ? { kind, id: id<ClinicianId>(which) } : { kind, id: id<InstitutionId>(which) };
