import { type ReactNode, useId } from 'react';
import type { Action } from '#src/contract/referral.ts';
import { useColleagues, useHotlines } from '../../api/answers.ts';
import { fromHongKongField, likelyTimes, spokenTime, toHongKongField } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { cancelReasons, declineReasons, fieldsOf, isNeeded, type Lack, type Typed } from './asked-for.ts';

type Props = {
  readonly action: Action;
  readonly typed: Typed;
  readonly lack: Lack | undefined;
  readonly onType: (more: Partial<Typed>) => void;
};

/** The fields one action needs, each a plain one. A little long, because five small fields are read best side by side. */
export function AskFields(props: Props) {
  return fieldsOf(props.action.needs).map((field) => {
    switch (field) {
      case 'words':
        return <WordsField key={field} {...props} />;
      case 'reason':
        return <ReasonField key={field} {...props} />;
      case 'at':
        return <TimeField key={field} {...props} />;
      case 'person':
        return <PersonField key={field} {...props} />;
      case 'hotline':
        return <HotlineField key={field} {...props} />;
    }
  });
}

function Labelled(props: {
  readonly label: string;
  readonly fault: string | undefined;
  readonly children: (ids: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: true;
  }) => ReactNode;
}) {
  const id = useId();
  const marks = props.fault ? { 'aria-describedby': `${id}-fault`, 'aria-invalid': true as const } : {};
  return (
    <div className="field field--short">
      <label htmlFor={id}>{props.label}</label>
      {props.children({ id, ...marks })}
      {props.fault && (
        <p className="fault" id={`${id}-fault`} role="alert">
          {props.fault}
        </p>
      )}
    </div>
  );
}

function useFault({ lack }: Props, field: keyof Typed): string | undefined {
  const { say } = useSpeech();
  if (lack?.field !== field) return undefined;
  return lack.why === 'past' ? say('ask.past') : say('ask.missing');
}

function WordsField(props: Props) {
  const { say } = useSpeech();
  const { action, typed, onType } = props;
  const label = !isNeeded(action.needs, 'words')
    ? say('ask.words.optional')
    : action.name === 'answer'
      ? say('ask.words.answer')
      : action.needs === 'reason'
        ? say('ask.reason')
        : say('ask.words');
  return (
    <Labelled label={label} fault={useFault(props, 'words')}>
      {(ids) => (
        <textarea
          {...ids}
          value={typed.words}
          maxLength={2000}
          onChange={({ target }) => onType({ words: target.value })}
        />
      )}
    </Labelled>
  );
}

function ReasonField(props: Props) {
  const { say } = useSpeech();
  const { action, typed, onType } = props;
  const choices =
    action.needs === 'cancel-reason'
      ? cancelReasons.map((reason) => ({ reason, words: say(`cancel.${reason}`) }))
      : declineReasons.map((reason) => ({ reason, words: say(`decline.${reason}`) }));
  const fault = useFault(props, 'reason');
  const name = useId();
  return (
    <fieldset className="options" aria-describedby={fault ? `${name}-fault` : undefined}>
      <legend className="legend">{say('ask.reason')}</legend>
      {choices.map(({ reason, words }) => (
        <label key={reason} className="option">
          <input type="radio" name={name} checked={typed.reason === reason} onChange={() => onType({ reason })} />
          <span>{words}</span>
        </label>
      ))}
      {fault && (
        <p className="late" id={`${name}-fault`} role="alert">
          {fault}
        </p>
      )}
    </fieldset>
  );
}

function TimeField(props: Props) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { typed, onType } = props;
  return (
    <>
      <Labelled label={say('ask.time')} fault={useFault(props, 'at')}>
        {(ids) => (
          <input
            {...ids}
            type="datetime-local"
            min={toHongKongField(now)}
            value={typed.at}
            onChange={({ target }) => onType({ at: target.value })}
          />
        )}
      </Labelled>
      <div className="row" role="group" aria-label={say('ask.time.quick')}>
        {likelyTimes(now).map((at) => (
          <button
            key={at}
            type="button"
            className="button"
            aria-pressed={typed.at === at}
            onClick={() => onType({ at })}
          >
            {spokenTime(fromHongKongField(at) ?? at, now, language, say)}
          </button>
        ))}
      </div>
    </>
  );
}

function PersonField(props: Props) {
  const { say, language } = useSpeech();
  const { data = [] } = useColleagues();
  const { typed, onType } = props;
  const options = data.map(({ id, name }) => ({ id, words: nameIn(language, name) }));
  return (
    <Labelled label={say('ask.person')} fault={useFault(props, 'person')}>
      {(ids) => <Choice ids={ids} value={typed.person} options={options} onChoose={(person) => onType({ person })} />}
    </Labelled>
  );
}

function HotlineField(props: Props) {
  const { say, language } = useSpeech();
  const { data = [] } = useHotlines();
  const { typed, onType } = props;
  const options = data.map(({ id, name }) => ({ id, words: nameIn(language, name) }));
  return (
    <Labelled label={say('ask.hotline')} fault={useFault(props, 'hotline')}>
      {(ids) => (
        <Choice ids={ids} value={typed.hotline} options={options} onChoose={(hotline) => onType({ hotline })} />
      )}
    </Labelled>
  );
}

function Choice(props: {
  readonly ids: { readonly id: string };
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly words: string }[];
  readonly onChoose: (id: string) => void;
}) {
  const { say } = useSpeech();
  return (
    <select {...props.ids} value={props.value} onChange={({ target }) => props.onChoose(target.value)}>
      <option value="">{say('ask.choose')}</option>
      {props.options.map(({ id, words }) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  );
}
