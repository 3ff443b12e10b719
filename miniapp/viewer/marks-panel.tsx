import { useEffect, useRef } from 'react';
import type { AnnotationShown, ImageSeries, RemarkAsked } from '#src/contract/images.ts';
import { spokenTime } from '../parts/hong-kong-time.ts';
import { useNow } from '../parts/use-now.ts';
import { nameIn } from '../words/names.ts';
import { type Say, useSpeech } from '../words/words.ts';
import { valuesInside } from './geometry.ts';
import { RemarkForm } from './remark-form.tsx';
import { measure } from './shapes.ts';
import type { AnyStage } from './stage.ts';
import { VoiceNote } from './voice-note.tsx';

export type MarkDeeds = {
  /** What is typed here is kept by names that begin so. */
  readonly keptAs: string;
  readonly onTakenAway: (id: string) => void;
  readonly onRemark: (id: string, remark: RemarkAsked) => Promise<unknown>;
  readonly voiceOf: (remark: string) => string;
};

type Props = MarkDeeds & {
  readonly marks: readonly AnnotationShown[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly series: ImageSeries;
  readonly index: number;
  readonly stage: AnyStage | undefined;
  readonly focused: string | undefined;
  readonly onGo: (index: number, id: string) => void;
};

/** What people put on this series, in words: what lies on this slice with its thread, and where the rest is. */
export function MarksPanel({ marks, numbers, series, index, stage, focused, onGo, ...deeds }: Props) {
  const { say, language } = useSpeech();
  const indexOf = ({ file, frame }: AnnotationShown) =>
    series.slices.findIndex((one) => one.file === file && one.frame === frame);
  const here = marks.filter((one) => indexOf(one) === index);
  const elsewhere = marks
    .map((one) => ({ one, at: indexOf(one) }))
    .filter(({ at }) => at >= 0 && at !== index)
    .toSorted((one, other) => one.at - other.at);
  if (marks.length === 0) return <p className="room__none">{say('images.no-marks')}</p>;
  return (
    <aside className="room__panel stack stack--tight" aria-label={say('images.marks')}>
      {here.length > 0 && (
        <ul className="room__drawings" aria-label={say('images.drawings')}>
          {here.map((one) => (
            <Mark
              key={one.id}
              mark={one}
              number={numbers.get(one.id)}
              series={series}
              stage={stage}
              isFocused={one.id === focused}
              {...deeds}
            />
          ))}
        </ul>
      )}
      {elsewhere.length > 0 && (
        <ul className="room__elsewhere" aria-label={say('images.elsewhere')}>
          {elsewhere.map(({ one, at }) => (
            <li key={one.id}>
              <button type="button" className="room__go" onClick={() => onGo(at, one.id)}>
                <span className="room__number">{numbers.get(one.id) ?? '·'}</span>
                <span>{summary(one) ?? kindOf(one, say)}</span>
                <span className="room__soft">
                  {say('images.on-slice', { n: at + 1 })} · {nameIn(language, one.by)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

const summary = ({ text, remarks }: AnnotationShown): string | undefined =>
  text ?? remarks.find((one) => one.text)?.text;

const kindOf = ({ kind, remarks }: AnnotationShown, say: Say): string =>
  kind === 'pin' ? say(remarks[0]?.voice ? 'images.voice-note' : 'images.question') : say(`images.tool.${kind}`);

type MarkProps = MarkDeeds & {
  readonly mark: AnnotationShown;
  readonly number: number | undefined;
  readonly series: ImageSeries;
  readonly stage: AnyStage | undefined;
  readonly isFocused: boolean;
};

function Mark({ mark, number, series, stage, isFocused, keptAs, onTakenAway, onRemark, voiceOf }: MarkProps) {
  const { say, language } = useSpeech();
  const now = useNow();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isFocused) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isFocused]);
  const isAnswered = mark.remarks.some(({ mine }) => !mine);
  return (
    <li ref={place} className={isFocused ? 'pinned pinned--focused' : 'pinned'}>
      <div className="pinned__head">
        {number !== undefined && <span className="room__number">{number}</span>}
        <span>
          {kindOf(mark, say)}
          {mark.text && `: ${mark.text}`}
          {figure(mark, series, stage, say)}
        </span>
        {mark.kind !== 'pin' && (
          <span className="room__soft">
            {mark.id.startsWith('report ')
              ? say('images.from-report', { name: nameIn(language, mark.by) })
              : `${nameIn(language, mark.by)} · ${spokenTime(mark.at, now, language, say)}`}
          </span>
        )}
        {mark.mine && !isAnswered && (
          <button type="button" className="button button--quiet" onClick={() => onTakenAway(mark.id)}>
            {say('images.remove')}
          </button>
        )}
      </div>
      {mark.remarks.length > 0 && (
        <ol className="thread">
          {mark.remarks.map((one) => (
            <li key={one.id} className={one.mine ? 'thread__one thread__one--mine' : 'thread__one'}>
              <span className="room__soft">
                {nameIn(language, one.by)} · {spokenTime(one.at, now, language, say)}
              </span>
              {one.text && <p dir="auto">{one.text}</p>}
              {one.voice && <VoiceNote voice={one.voice} src={voiceOf(one.id)} />}
            </li>
          ))}
        </ol>
      )}
      {!mark.id.startsWith('report ') && (
        <details className="pinned__answer">
          <summary>{say(mark.remarks.length > 0 ? 'images.answer' : 'images.discuss')}</summary>
          <RemarkForm
            label={say('images.your-words')}
            keptAs={`${keptAs}:mark:${mark.id}`}
            begins="words"
            onSaid={(remark) => onRemark(mark.id, remark)}
          />
        </details>
      )}
    </li>
  );
}

function figure(mark: AnnotationShown, series: ImageSeries, stage: AnyStage | undefined, say: Say): string {
  const measured = measure(mark, series.spacing, say);
  if (measured) return ` · ${measured}`;
  const [centre, rim] = mark.points;
  if (mark.kind !== 'circle' || !centre || !rim || !stage || series.modality !== 'CT') return '';
  const inside = valuesInside([centre, rim], series.columns, series.rows, (x, y) => stage.valueAt(x, y) ?? 0);
  return inside
    ? ` · ${say('images.inside', { mean: inside.mean.toFixed(0), least: inside.least.toFixed(0), most: inside.most.toFixed(0) })}`
    : '';
}
