import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useSearch } from 'wouter';
import { useHotlines } from '../../api/answers.ts';
import { useDesk, useUploads } from '../../desk.ts';
import { spokenBytes } from '../../parts/bytes.ts';
import { FilePickers } from '../../parts/file-pickers.tsx';
import { CheckIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { UploadList } from '../../parts/upload-list.tsx';
import type { Target } from '../../uploading/upload-key.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { UnfinishedList } from './unfinished-list.tsx';

/** Where every "I cannot receive this here" leads. It needs no other screen: choose, watch, done. */
export function UploadScreen() {
  const { say } = useSpeech();
  const { session } = useDesk();
  const { queue } = useUploads();
  const parcels = useShelf(queue.parcels);
  const target = targetFrom(useSearch());
  const standing = useShelf(session.standing);
  const limit = 'setup' in standing ? standing.setup.uploadLimitBytes : undefined;
  const allKept = parcels.length > 0 && parcels.every(({ is }) => is === 'kept');
  useWarnBeforeLeaving(queue.isSending);
  return (
    <Screen title={say('upload.title')} deep>
      <div className="stack narrow">
        <p>
          <TargetWords target={target} />
        </p>
        <FilePickers onFiles={(files) => queue.add(files, target)} />
        {limit !== undefined && <p className="small soft">{say('upload.limit', { limit: spokenBytes(limit) })}</p>}
        <UnfinishedList />
        {parcels.length > 0 && (
          <section className="card">
            <UploadList />
          </section>
        )}
        {allKept && (
          <div className="notice notice--good" role="status">
            <CheckIcon />
            <div className="row row--apart">
              <span>{say('upload.all-kept')}</span>
              {target.referral && (
                <Link href={`/r/${target.referral}`} className="button">
                  {say('upload.see')}
                </Link>
              )}
            </div>
          </div>
        )}
      </div>
    </Screen>
  );
}

/** `?r=` a referral, `?h=` a hotline; without either the files join the draft that is being written. */
export function targetFrom(search: string): Target {
  const query = new URLSearchParams(search);
  const [referral, hotline] = [query.get('r'), query.get('h')];
  return { ...(referral ? { referral } : {}), ...(hotline && !referral ? { hotline } : {}) };
}

function TargetWords({ target: { referral, hotline } }: { readonly target: Target }) {
  const { say, language } = useSpeech();
  const { client } = useDesk();
  const { data: shown } = useQuery({
    queryKey: ['referral', referral ?? ''],
    queryFn: () => client.referral(referral ?? ''),
    enabled: referral !== undefined,
  });
  const { data: hotlines } = useHotlines();
  const line = hotlines?.find(({ id }) => id === hotline);
  if (shown) return <>{say('upload.to', { code: shown.code })}</>;
  return <>{line ? say('upload.to-hotline', { hotline: nameIn(language, line.name) }) : say('upload.to-open')}</>;
}

/** Closing the app while files are on their way is asked about; they could go on later, but now is better. */
function useWarnBeforeLeaving(sending: boolean): void {
  useEffect(() => {
    if (!sending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [sending]);
}
