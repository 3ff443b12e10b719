import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useDesk } from '../../desk.ts';
import { Screen } from '../../parts/screen.tsx';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

/** Somebody asked me to look: the link says which referral, and then it is the referral's own screen. */
export function LinkScreen({ token }: { readonly token: string }) {
  const say = useSay();
  const { client } = useDesk();
  const [, go] = useLocation();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    client.followLink(token).then(({ referral }) => go(`/r/${referral}`, { replace: true }), setError);
  }, [client, token, go]);
  return (
    <Screen title={say('app.name')} deep>
      {error ? <TroubleState error={error} again={() => location.reload()} /> : <Waiting />}
    </Screen>
  );
}
