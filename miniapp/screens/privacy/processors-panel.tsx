import type { PrivacyDesk } from '#src/contract/privacy.ts';
import { usePrivacy } from '../../api/privacy.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { dayIn } from './day.ts';

/** Who outside receives data, what of it, where it lies and until when the contract runs; a contract that ends or has ended stands out. */
export function ProcessorsPanel({ desk: { processors } }: { readonly desk: PrivacyDesk }) {
  const { say, language } = useSpeech();
  const { client } = usePrivacy();
  return (
    <section className="card stack stack--tight" aria-label={say('privacy.processors')}>
      <div className="row row--apart">
        <h2>{say('privacy.processors')}</h2>
        <a className="button" href={client.processorsAddress('csv')} download>
          {say('privacy.processors.register')}
        </a>
      </div>
      {processors.length === 0 && <p className="soft">{say('privacy.processors.none')}</p>}
      {processors.map(({ id, name, receives, where, note, from, until, is }) => (
        <div key={id} className={is === 'in-force' ? 'notice notice--good' : 'notice notice--late'}>
          <div>
            <strong>{nameIn(language, name)}</strong> ·{' '}
            {say(`privacy.processors.${is}`, { at: dayIn(is === 'not-begun' ? from : until, language) })}
            <p>{say('privacy.processors.receives', { what: nameIn(language, receives) })}</p>
            <p className="small">{say('privacy.processors.where', { where })}</p>
            <p className="small">{say('privacy.processors.note', { note })}</p>
          </div>
        </div>
      ))}
    </section>
  );
}
