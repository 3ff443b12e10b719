import { useRef, useState } from 'react';
import type { DocumentShown, FactPlace } from '#src/contract/documents.ts';
import { useDesk } from '../../desk.ts';
import { useSay } from '../../words/words.ts';

type Props = {
  readonly referral: string;
  readonly shown: Pick<DocumentShown, 'id' | 'name'>;
  readonly place: FactPlace;
};

const part = (of: number): string => `${of * 100}%`;

/** A page of a file, large enough to be read on a phone, moved to the marked place. */
export function PageView({ referral, shown, place: { page = 1, box } }: Props) {
  const say = useSay();
  const { client } = useDesk();
  const frame = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState(false);
  if (broken) return <p className="late">{say('document.page-trouble')}</p>;
  const said = { n: page, name: shown.name };
  const toThePlace = () => {
    const sheet = frame.current;
    if (!sheet || !box) return;
    const [left, top, width, height] = box;
    sheet.scrollLeft = sheet.scrollWidth * (left + width / 2) - sheet.clientWidth / 2;
    sheet.scrollTop = sheet.scrollHeight * (top + height / 2) - sheet.clientHeight / 2;
  };
  return (
    // A part that scrolls has to be reached by the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div
      className="page-view"
      ref={frame}
      tabIndex={0}
      role="region"
      aria-label={say(box ? 'document.page' : 'document.page-whole', said)}
    >
      <div className={box ? 'page-view__sheet page-view__sheet--near' : 'page-view__sheet'}>
        <img
          src={client.pageAddress(referral, shown.id, page)}
          alt={say(box ? 'document.page' : 'document.page-whole', said)}
          onLoad={toThePlace}
          onError={() => setBroken(true)}
        />
        {box && (
          <span
            className="page-view__hit"
            style={{ left: part(box[0]), top: part(box[1]), width: part(box[2]), height: part(box[3]) }}
          />
        )}
      </div>
    </div>
  );
}
