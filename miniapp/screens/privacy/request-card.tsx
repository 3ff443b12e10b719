import type { RequestShown, RequestStepAsked } from '#src/contract/privacy.ts';
import { usePrivacy, usePrivacyDeeds } from '../../api/privacy.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKeptFields } from '../../keeping/use-kept-fields.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { dayIn } from './day.ts';
import { Words } from './fields.tsx';

/** One request with its clock, its papers and its next steps. */
export function RequestCard({ request }: { readonly request: RequestShown }) {
  const { say, language } = useSpeech();
  const { ended, is } = request;
  return (
    <article className="stack stack--tight request" aria-label={say(`privacy.kind.${request.kind}`)}>
      <h3>
        {say(`privacy.kind.${request.kind}`)} <span className="soft">· {request.patient}</span>
      </h3>
      <p className={is === 'late' || is === 'warning' ? 'late' : 'soft'}>
        {is === 'ended'
          ? say(`privacy.ended.${ended?.how ?? 'answered'}`, { at: dayIn(ended?.at ?? '', language) })
          : say(`privacy.clock.${is}`, { n: request.day, at: dayIn(request.due, language) })}
      </p>
      <p>
        {say(`privacy.from.${request.from}`)} · {say('privacy.owner', { who: nameIn(language, request.owner) })} ·{' '}
        {nameIn(language, request.institution)}
      </p>
      {request.words && (
        <p>
          <bdi>{request.words}</bdi>
        </p>
      )}
      {ended ? (
        <p className="soft">
          <bdi>{[ended.words, ended.lateReason].filter(Boolean).join(' · ')}</bdi>
        </p>
      ) : (
        <Steps request={request} />
      )}
    </article>
  );
}

const nothing = { words: '', late: '' };

function Steps({ request }: { readonly request: RequestShown }) {
  const { say } = useSpeech();
  const { step } = usePrivacyDeeds();
  const { fields, type, kept } = useKeptFields(`request:${request.id}`, nothing);
  const { words, late } = fields;
  const isLate = request.is === 'late';
  const take = (next: RequestStepAsked, taken?: () => void) =>
    step.mutate({ id: request.id, step: next }, { onSuccess: () => taken?.() });
  const end = (how: 'answer' | 'refuse') =>
    take({ step: how, words, ...(late.trim() ? { lateReason: late } : {}) }, kept.forget);
  const mayEnd = words.trim() !== '' && (!isLate || late.trim() !== '');
  return (
    <>
      <Papers request={request} />
      <div className="row">
        {request.identity === 'not-asked' && (
          <button type="button" className="button" onClick={() => take({ step: 'ask-identity' })}>
            {say('privacy.ask-identity')}
          </button>
        )}
        {request.identity !== 'proved' && (
          <button type="button" className="button" onClick={() => take({ step: 'prove-identity' })}>
            {say('privacy.prove-identity')}
          </button>
        )}
      </div>
      <Words label={say('privacy.answer.words')} value={words} onChange={(typed) => type({ words: typed })} />
      {isLate && <Words label={say('privacy.late.words')} value={late} onChange={(typed) => type({ late: typed })} />}
      <StillHere kept={kept} />
      {step.error && <TroubleNotice error={step.error} />}
      <div className="row">
        <button
          type="button"
          className="button button--main"
          aria-disabled={!mayEnd}
          onClick={() => mayEnd && end('answer')}
        >
          {say('privacy.answer')}
        </button>
        <button type="button" className="button" aria-disabled={!mayEnd} onClick={() => mayEnd && end('refuse')}>
          {say('privacy.refuse')}
        </button>
      </div>
    </>
  );
}

function Papers({ request: { id, kind } }: { readonly request: RequestShown }) {
  const { say, language } = useSpeech();
  const { client } = usePrivacy();
  const what = kind === 'who-looked' ? 'who-looked' : kind === 'copy' ? 'copy' : undefined;
  if (!what) return null;
  return (
    <div className="row">
      <a className="button" href={client.paperAddress(id, what, 'pdf', language)} download>
        {say(`privacy.paper.${what}`)}
      </a>
      <a className="button" href={client.paperAddress(id, what, 'json', language)} download>
        {say('privacy.paper.machine')}
      </a>
    </div>
  );
}
