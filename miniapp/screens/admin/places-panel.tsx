import { useState } from 'react';
import type { AdminPlace } from '#src/contract/admin.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { FromFile } from './from-file.tsx';
import { SwitchSheet } from './switch-sheet.tsx';

export function PlacesPanel({ places }: { readonly places: readonly AdminPlace[] }) {
  const { say } = useSpeech();
  return (
    <section className="card stack" aria-label={say('admin.places')}>
      <h2>
        {say('admin.places')} <span className="count">{places.length}</span>
      </h2>
      <ul className="house-list">
        {places.map((one) => (
          <PlaceLine key={one.id} one={one} />
        ))}
      </ul>
      <FromFile file="config/institutions.yaml" />
    </section>
  );
}

function PlaceLine({ one }: { readonly one: AdminPlace }) {
  const { say, language } = useSpeech();
  const [asking, ask] = useState(false);
  const name = nameIn(language, one.name);
  return (
    <li>
      <div className="row row--apart">
        <strong>{name}</strong>
        {one.off && <span className="mark mark--late">{say('admin.is-off')}</span>}
      </div>
      <p className="small soft">
        {one.short} · {say('admin.place.people', { n: one.people })}
      </p>
      {!one.off && (
        <div>
          <button
            type="button"
            className="button"
            aria-label={say('admin.off.name', { name })}
            onClick={() => ask(true)}
          >
            {say('admin.off')}
          </button>
        </div>
      )}
      {asking && <SwitchSheet kind="place" id={one.id} name={name} close={() => ask(false)} />}
    </li>
  );
}
