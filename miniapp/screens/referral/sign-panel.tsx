import type { FindingShown, ReferralShown } from '#src/contract/referral.ts';
import { useDesk } from '../../desk.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { DoubtIcon, SealIcon } from '../../parts/icons.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { namesOneThing } from './what-is-named.ts';

/** Before signing: exactly what is signed. After: who signed which content, and whether it still is that content. */
export function SignPanel({ referral }: { readonly referral: ReferralShown }) {
  const maySign = referral.actions.some(({ name }) => name === 'sign');
  if (maySign) return <ToSign referral={referral} />;
  return referral.signature ? <Signed id={referral.id} signature={referral.signature} /> : null;
}

function ToSign({ referral }: { readonly referral: ReferralShown }) {
  const { say } = useSpeech();
  const count = (...types: readonly FindingShown['type'][]) =>
    referral.findings.filter((one) => types.includes(one.type) && namesOneThing(one)).length;
  const hash = hashToSign(referral);
  return (
    <section className="card stack stack--tight" aria-label={say('sign.title')}>
      <h2 className="row">
        <SealIcon /> {say('sign.title')}
      </h2>
      <p>
        {say('sign.what', {
          allergies: count('allergy'),
          problems: count('problem'),
          medicines: count('medication'),
          results: count('result', 'vital'),
          files: referral.files.filter(({ state }) => state === 'kept' || state === 'filed').length,
        })}
      </p>
      {referral.findings.some(({ sure }) => !sure) && (
        <p className="file__head">
          <DoubtIcon /> <span>{say('sign.doubt')}</span>
        </p>
      )}
      <p className="soft small">{say('sign.covers', { n: referral.contentVersion })}</p>
      {hash && <Fingerprint hash={hash} />}
    </section>
  );
}

function Signed({
  id,
  signature,
}: {
  readonly id: string;
  readonly signature: NonNullable<ReferralShown['signature']>;
}) {
  const { say, language } = useSpeech();
  const { client } = useDesk();
  const now = useNow();
  return (
    <section className="card stack stack--tight" aria-label={say('happening.signed')}>
      <h2 className="row">
        <SealIcon />
        {say('referral.signed', {
          who: nameIn(language, signature.by),
          at: spokenTime(signature.at, now, language, say),
        })}
      </h2>
      {!signature.valid && <p className="late">{say('referral.signed-old')}</p>}
      <Fingerprint hash={signature.contentHash} />
      <p className="small soft">
        {say('referral.key')} <code>{signature.keyId}</code>
      </p>
      {signature.valid && (
        <div className="stack stack--tight">
          <a className="button" href={client.letterAddress(id)} target="_blank" rel="noopener noreferrer">
            {say('referral.letter')}
          </a>
          <p className="small soft">{say('referral.letter-about')}</p>
        </div>
      )}
    </section>
  );
}

function Fingerprint({ hash }: { readonly hash: string }) {
  const { say } = useSpeech();
  return (
    <div>
      <span className="small soft">{say('referral.fingerprint')}</span>
      <code className="fingerprint">{hash}</code>
    </div>
  );
}

/** The fingerprint that was sent for sign-off, as the trail noted it. */
export function hashToSign({ happenings }: Pick<ReferralShown, 'happenings'>): string | undefined {
  const asked = happenings.filter(({ what }) => what === 'sign-off-asked').at(-1)?.detail;
  return asked && /^[0-9a-f]{64}$/.test(asked) ? asked : undefined;
}
