import type { EmergencyShown } from '#src/contract/emergency.ts';
import { useEmergency } from '../../api/consents.ts';
import { Screen } from '../../parts/screen.tsx';
import { useSay } from '../../words/words.ts';
import { AskForm } from './ask-form.tsx';
import { EmergencyRecord } from './emergency-record.tsx';

/** A look without consent: the warning and the reason first, then the few things that save a life. Nothing of it outlives this screen. */
export function EmergencyScreen() {
  const say = useSay();
  const { open, more, end } = useEmergency();
  const shown: EmergencyShown | undefined = more.data ?? open.data;
  const isOpen = shown !== undefined && !end.isSuccess;
  return (
    <Screen title={say('emergency.title')} deep>
      <div className="stack narrow">
        {isOpen ? (
          <EmergencyRecord
            record={shown}
            trouble={more.error ?? end.error}
            onMore={(words, opened) => more.mutate({ id: shown.id, words }, { onSuccess: opened })}
            onEnd={() => end.mutate(shown.id)}
          />
        ) : (
          <AskForm
            trouble={open.error}
            waiting={open.isPending}
            onAsk={(asked, opened) => {
              more.reset();
              end.reset();
              open.mutate(asked, { onSuccess: opened });
            }}
          />
        )}
      </div>
    </Screen>
  );
}
