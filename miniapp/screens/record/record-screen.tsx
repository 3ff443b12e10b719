import { Link } from 'wouter';
import type { RecordShown } from '#src/contract/record.ts';
import { useRecord } from '../../api/answers.ts';
import { DrillBanner } from '../../parts/drill-banner.tsx';
import { Screen } from '../../parts/screen.tsx';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { DangersPanel } from './dangers-panel.tsx';
import { AllergiesPanel, MedicinesPanel, ProblemsPanel } from './known-panels.tsx';
import { PointsPanel } from './points-panel.tsx';
import { ResultsPanel } from './results-panel.tsx';
import { SincePanel } from './since-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

/** Everything known of the patient that this reader may see: the danger first, then the points for the question, then all the rest. */
export function RecordScreen({ id }: { readonly id: string }) {
  const say = useSay();
  const { data, error, refetch } = useRecord(id);
  const gone = error && (!data || ('status' in error && error.status === 404));
  return (
    <Screen title={say('record.title', { code: data && !gone ? data.code : '…' })} deep>
      {gone ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : data ? (
        <Whole id={id} record={data} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Whole({ id, record }: { readonly id: string; readonly record: RecordShown }) {
  const say = useSay();
  return (
    <div className="stack known">
      <DrillBanner code={record.code} />
      <AllergiesPanel record={record} />
      <DangersPanel record={record} />
      <SincePanel record={record} />
      <PointsPanel record={record} />
      <ChangesPanel id={id} record={record} />
      <MedicinesPanel record={record} />
      <ProblemsPanel record={record} />
      <ResultsPanel record={record} />
      <TimelinePanel record={record} />
      {record.hidden.length > 0 && (
        <section className="card" aria-label={say('hidden.title')}>
          <h2>{say('hidden.title')}</h2>
          <p>{record.hidden.map((part) => say(`part.${part}`)).join(', ')}</p>
        </section>
      )}
      <p className="small soft">{say('record.from', { n: record.referrals, m: record.documents })}</p>
      <Link className="button" href={`/r/${encodeURIComponent(id)}`}>
        {say('images.to-referral')}
      </Link>
    </div>
  );
}
