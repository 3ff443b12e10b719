import { useSay } from '../words/words.ts';

/** What the code of every drill begins with; the service makes it so. */
const mark = 'DRILL ';

/** Above everything that is shown of a drill, in words: nobody takes it for a patient. */
export function DrillBanner({ code }: { readonly code: string }) {
  const say = useSay();
  if (!code.startsWith(mark)) return null;
  return (
    <div className="notice drill-banner" role="note">
      <div>
        <strong>{say('drill.banner')}</strong> {say('drill.banner.help')}
      </div>
    </div>
  );
}
