import { changesOf, shiftAt } from '#src/domain/roster/shift.ts';
import { type DemoPlay } from './demo-play.ts';

/** The next change of shift: told with a number and codes, taken by a tap; whoever is second hears who was first. */
export async function handover(play: DemoPlay): Promise<Record<string, unknown>> {
  const { world, store } = play.baton;
  const { referral } = (await store.ledger.read((page) => page.referrals.byCode(play.code))) ?? {};
  if (!referral) throw new Error('the referral is gone');
  const now = world.clock.now();
  const { until } = shiftAt(now, changesOf(world.house, referral.to));
  await play.post('clock', { advanceMs: until.getTime() - now.getTime() + 1_000 });
  const told = await play.until('those who come on duty to be told', async () =>
    (await play.messages('u-cheung', play.chatOf('u-cheung'))).find(
      ({ text = '' }) => text.includes('Your shift begins') && text.includes(play.code),
    ),
  );
  const asked = { institution: referral.to, referrals: [referral.id] };
  await (await play.page('u-cheung')).post('/api/handover/take', asked);
  const second = await (await play.page('u-ng'))
    .post('/api/handover/take', asked)
    .then(() => 'taken twice')
    .catch((error: unknown) =>
      String(error).includes('handover.taken') ? 'refused, and told who was first' : String(error),
    );
  const latest = await store.ledger.read((page) => page.handovers.latest(referral.to, world.clock.now()));
  const cases = latest ? await store.ledger.read((page) => page.handovers.cases(latest.id)) : [];
  if (second === 'taken twice' || cases.some(({ standing }) => standing.is !== 'taken'))
    throw new Error('a case has two holders or none');
  return {
    'change of shift': latest?.at,
    'message to those who come on duty': told.text?.split('\n')[0],
    'taken, one tap': 'Dr Cheung',
    'a second tap by Dr Ng': second,
    'cases nobody owns': 0,
  };
}
