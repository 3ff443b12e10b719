import { useWorks } from '../../api/admin.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSpeech } from '../../words/words.ts';
import { DoctorPanel } from './doctor-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { KnowledgePanel } from './knowledge-panel.tsx';
import { StorePanel } from './store-panel.tsx';
import { TenantPanel } from './tenant-panel.tsx';

/** What the service stands on: DingTalk, store, keys, clinical tables, and what the doctor finds. */
export function ServiceSection() {
  const { say, language } = useSpeech();
  const { data, error, refetch } = useWorks();
  const now = useNow();
  if (!data) return error ? <TroubleState error={error} again={() => void refetch()} /> : <Waiting />;
  return (
    <div className="stack">
      <p className="small soft">{say('admin.looked', { at: spokenTime(data.at, now, language, say) })}</p>
      <div className="house-columns">
        <div className="stack">
          <DoctorPanel />
          {data.tenants.map((tenant) => (
            <TenantPanel key={tenant.id} tenant={tenant} shipped={data.shipped} />
          ))}
        </div>
        <div className="stack">
          <StorePanel store={data.store} />
          <KeysPanel keys={data.keys} />
        </div>
      </div>
      <KnowledgePanel knowledge={data.knowledge} />
    </div>
  );
}
