import type { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Client } from './api/client.ts';
import type { Live } from './api/live.ts';
import type { Session } from './api/session.ts';
import type { Host } from './host/host.ts';
import type { KeptWords } from './keeping/kept-words.ts';
import type { UnfinishedUploads } from './uploading/unfinished.ts';
import type { UploadQueue } from './uploading/upload-queue.ts';

/** What every screen has at hand. `main.tsx` lays it out once. */
export type Desk = {
  readonly host: Host;
  readonly session: Session;
  readonly client: Client;
  readonly live: Pick<Live, 'connected'>;
  /** Begins to hear what others change; calling it again does no harm. */
  readonly listen: () => void;
  readonly answers: QueryClient;
  /** What was typed and not sent yet. */
  readonly kept: KeptWords;
};

/** What belongs to the person who signed in. */
export type OwnUploads = { readonly queue: UploadQueue; readonly unfinished: UnfinishedUploads };

const DeskContext = createContext<Desk | undefined>(undefined);
export const DeskProvider = DeskContext.Provider;
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk stands outside DeskProvider');
  return desk;
}

const UploadsContext = createContext<OwnUploads | undefined>(undefined);
export const UploadsProvider = UploadsContext.Provider;
export function useUploads(): OwnUploads {
  const uploads = useContext(UploadsContext);
  if (!uploads) throw new Error('useUploads stands outside UploadsProvider');
  return uploads;
}
