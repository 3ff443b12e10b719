import { useId, useState } from 'react';
import type { DocumentShown, FactShown } from '#src/contract/documents.ts';
import { useSay } from '../../words/words.ts';
import { FindingWords } from './finding-row.tsx';
import { PageView } from './page-view.tsx';
import { PutRightForm } from './put-right-form.tsx';

type Props = {
  readonly fact: FactShown;
  readonly referral: string;
  readonly shown: DocumentShown;
  readonly onAnswer?: (what: 'taken' | 'left') => void;
  readonly onRight?: (parts: FactShown['parts']) => void;
};

/** One fact as it was read, beside what the referral says now. A tap shows it where it stands in the file. */
export function FactRow({ fact, referral, shown, onAnswer, onRight }: Props) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [writing, setWriting] = useState(false);
  const source = useId();
  const { finding, before, standing, answer } = fact;
  return (
    <li className="fact">
      <button
        type="button"
        className={finding.sure ? 'finding' : 'finding finding--unsure'}
        aria-expanded={open}
        aria-controls={source}
        onClick={() => setOpen(!open)}
      >
        <FindingWords finding={finding} />
        <span className="only-heard"> {say('document.show-source', { name: finding.name })}</span>
      </button>
      {before && standing !== 'same' && !answer && (
        <p className="fact__before small">
          <span className="soft">{say('document.now')}: </span>
          <FindingWords finding={before} />
        </p>
      )}
      {answer && <span className="mark">{say(`document.answer.${answer}`)}</span>}
      {fact.right && (
        <p className="fact__before small">
          <span className="soft">{say('document.put-right-as')}: </span>
          <FindingWords finding={fact.right} />
        </p>
      )}
      <div id={source} hidden={!open}>
        {open && <Source fact={fact} referral={referral} shown={shown} />}
      </div>
      {writing && onRight && (
        <PutRightForm
          parts={fact.parts}
          onRight={onRight}
          onLeave={() => {
            setWriting(false);
          }}
        />
      )}
      {onAnswer && !writing && (
        <div className="row fact__answers">
          <button
            type="button"
            className="button button--quiet"
            aria-label={say('document.take', { name: finding.name })}
            onClick={() => onAnswer('taken')}
          >
            {say('document.take.short')}
          </button>
          {onRight && (
            <button
              type="button"
              className="button button--quiet"
              aria-label={say('document.right', { name: finding.name })}
              onClick={() => {
                // What is put right is written with the source in sight.
                setOpen(true);
                setWriting(true);
              }}
            >
              {say('document.right.short')}
            </button>
          )}
          <button
            type="button"
            className="button button--quiet"
            aria-label={say('document.leave', { name: finding.name })}
            onClick={() => onAnswer('left')}
          >
            {say('document.leave.short')}
          </button>
        </div>
      )}
    </li>
  );
}

function Source({ fact: { place, finding }, referral, shown }: Omit<Props, 'onAnswer' | 'onRight'>) {
  const say = useSay();
  const { line, page, element } = place;
  const drawn = page !== undefined && shown.pages >= page;
  return (
    <div className="stack stack--tight">
      {drawn && <PageView referral={referral} shown={shown} place={place} />}
      {!drawn && line && (
        <blockquote className="quote words">
          {line.text.slice(0, line.from)}
          <mark>{line.text.slice(line.from, line.to)}</mark>
          {line.text.slice(line.to)}
        </blockquote>
      )}
      {!drawn && !line && finding.quote && <blockquote className="quote words">{finding.quote}</blockquote>}
      {element && <p className="small soft">{say('document.element', { where: element })}</p>}
    </div>
  );
}
