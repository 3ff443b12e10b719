import { useState } from 'react';
import type { AdminDesk } from '#src/contract/admin.ts';
import { useAdmin } from '../../api/admin.ts';
import { Screen } from '../../parts/screen.tsx';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { HotlinesSection } from './hotlines-section.tsx';
import { OffPanel } from './off-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { PlacesPanel } from './places-panel.tsx';
import { ServiceSection } from './service-section.tsx';

const sections = ['people', 'hotlines', 'service'] as const;

/** The administrator's desk: who is off, who is there, which hotlines stand, what the machine says. Configuration stays in its files. */
export function AdminScreen() {
  const say = useSay();
  const { data, error, refetch } = useAdmin();
  return (
    <Screen title={say('admin.title')} deep>
      {data ? <Desk desk={data} /> : error ? <TroubleState error={error} again={() => void refetch()} /> : <Waiting />}
    </Screen>
  );
}

function Desk({ desk }: { readonly desk: AdminDesk }) {
  const say = useSay();
  const [shown, show] = useState<(typeof sections)[number]>('people');
  return (
    <div className="stack">
      <fieldset className="sections">
        <legend className="only-heard">{say('admin.sections')}</legend>
        {sections.map((one) => (
          <button key={one} type="button" className="button" aria-pressed={shown === one} onClick={() => show(one)}>
            {say(`admin.section.${one}`)}
          </button>
        ))}
      </fieldset>
      {shown === 'people' && (
        <>
          <OffPanel desk={desk} />
          <div className="house-columns">
            <PeoplePanel people={desk.people} />
            <PlacesPanel places={desk.places} />
          </div>
        </>
      )}
      {shown === 'hotlines' && <HotlinesSection hotlines={desk.hotlines} />}
      {shown === 'service' && <ServiceSection />}
    </div>
  );
}
