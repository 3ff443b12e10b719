import { type ComponentType, useEffect, useState } from 'react';
import { Refusal } from '../api/refusal.ts';
import { TroubleState, Waiting } from './standings.tsx';

/** A screen whose script comes when it is needed, or a little earlier. Once it is here it is shown at once. */
export class LaterScreen<Props> {
  here: ComponentType<Props> | undefined;
  readonly #load: () => Promise<ComponentType<Props>>;

  constructor(load: () => Promise<ComponentType<Props>>) {
    this.#load = load;
  }

  async come(): Promise<void> {
    this.here ??= await this.#load();
  }
}

export function Later<Props extends object>({
  screen,
  given,
}: {
  readonly screen: LaterScreen<Props>;
  readonly given: Props;
}) {
  const [standing, setStanding] = useState<'coming' | 'here' | 'lost'>(screen.here ? 'here' : 'coming');
  useEffect(() => {
    // In the place of another screen: that one was here, this one still has to come.
    if (!screen.here) setStanding('coming');
    screen.come().then(
      () => setStanding('here'),
      () => setStanding('lost'),
    );
  }, [screen]);
  const Here = screen.here;
  if (Here) return <Here {...given} />;
  // No network, or a newer version has taken the place of this one: the shell knows the new names.
  if (standing === 'lost')
    return <TroubleState error={new Refusal('net.offline', 0)} again={() => location.reload()} />;
  return <Waiting />;
}
