import { type FormEvent, useState } from 'react';
import type { ConsentAsked, ConsentPanelShown, ConsentPart } from '#src/contract/consent.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { useRecord } from '../../../api/consents.ts';
import { tell } from '../../../parts/said.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { TroubleNotice } from '../../../parts/standings.tsx';
import { type Key, type Speech, useSpeech } from '../../../words/words.ts';
import { Choices, Line } from './fields.tsx';

const ordinary: readonly ConsentPart[] = ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'];

type Props = { readonly referral: ReferralShown; readonly panel: ConsentPanelShown; readonly onClose: () => void };

/** What the patient said, as they said it: yes or no, how, and for which parts. The usual answer is one tap away. */
export function RecordSheet({ referral, panel, onClose }: Props) {
  const { say } = useSpeech();
  const record = useRecord(referral.id);
  const [form, setForm] = useState('');
  const [decision, setDecision] = useState<ConsentAsked['decision']>('given');
  const [way, setWay] = useState<ConsentAsked['way']>(panel.isChild ? 'substitute' : 'spoken');
  const [parts, setParts] = useState<readonly ConsentPart[]>(ordinary);
  const [year, setYear] = useState(false);
  const [typed, setTyped] = useState({ witness: '', name: '', relation: '', proof: '' });
  const [because, setBecause] = useState<'minor' | 'incapacity'>(panel.isChild ? 'minor' : 'incapacity');
  const type = (more: Partial<typeof typed>) => setTyped({ ...typed, ...more });

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (record.isPending) return;
    const { witness, ...named } = typed;
    record.mutate(
      {
        decision,
        way,
        ...(decision === 'given' ? { parts: [...parts] } : {}),
        ...(way === 'signed-form' && form ? { form } : {}),
        ...(way === 'spoken' && witness ? { witness } : {}),
        ...(way === 'substitute' ? { substitute: { ...named, because } } : {}),
        ...(year && decision === 'given' ? { years: 1 as const } : {}),
      },
      {
        onSuccess: () => {
          tell(say('consent.done'));
          onClose();
        },
      },
    );
  };

  return (
    <Sheet title={say('consent.record')} onClose={onClose}>
      <form className="stack" onSubmit={onSubmit} noValidate>
        {record.error && <TroubleNotice error={record.error} />}
        <Choices
          legend={say('consent.decision')}
          name="decision"
          chosen={decision}
          options={[
            ['given', say('consent.decision.yes')],
            ['refused', say('consent.decision.no')],
          ]}
          onChoose={setDecision}
        />
        <Choices
          legend={say('consent.way')}
          name="way"
          chosen={way}
          options={[
            ['spoken', say('how.spoken')],
            ['signed-form', say('how.signed-form')],
            ['substitute', say('how.substitute')],
          ]}
          onChoose={setWay}
        />
        {way === 'signed-form' && (
          <Choices
            legend={say('consent.form')}
            name="form"
            chosen={form}
            options={formsIn(referral, say)}
            onChoose={setForm}
          />
        )}
        {way === 'spoken' && (
          <Line
            id="witness"
            label={say('consent.witness.label')}
            value={typed.witness}
            onType={(witness) => type({ witness })}
          />
        )}
        {way === 'substitute' && (
          <>
            <Line id="sub-name" label={say('consent.sub.name')} value={typed.name} onType={(name) => type({ name })} />
            <Line
              id="sub-relation"
              label={say('consent.sub.relation')}
              value={typed.relation}
              onType={(relation) => type({ relation })}
            />
            <Line
              id="sub-proof"
              label={say('consent.sub.proof')}
              value={typed.proof}
              onType={(proof) => type({ proof })}
            />
            <Choices
              legend={say('consent.sub.because')}
              name="because"
              chosen={because}
              options={[
                ['minor', say('consent.sub.minor')],
                ['incapacity', say('consent.sub.incapacity')],
              ]}
              onChoose={setBecause}
            />
          </>
        )}
        {decision === 'given' && (
          <fieldset className="options">
            <legend className="legend">{say('consent.parts')}</legend>
            {ordinary.map((part) => (
              <label key={part} className="option">
                <input
                  type="checkbox"
                  checked={parts.includes(part)}
                  onChange={({ target }) =>
                    setParts(target.checked ? [...parts, part] : parts.filter((one) => one !== part))
                  }
                />
                <span>{(say as (key: Key) => string)(`scope.${part}` as Key)}</span>
              </label>
            ))}
            <label className="option">
              <input type="checkbox" checked={year} onChange={({ target }) => setYear(target.checked)} />
              <span>{say('consent.year')}</span>
            </label>
          </fieldset>
        )}
        <button type="submit" className="button button--main button--wide" aria-disabled={record.isPending}>
          {say('consent.record')}
        </button>
        <button type="button" className="button button--quiet button--wide" onClick={onClose}>
          {say('app.cancel')}
        </button>
      </form>
    </Sheet>
  );
}

/** The photographed paper is one of the files of the referral. */
const formsIn = ({ files }: ReferralShown, say: Speech['say']): readonly (readonly [string, string])[] => [
  ...files
    .filter(({ kind, state }) => (kind === 'photo' || kind === 'pdf') && (state === 'kept' || state === 'filed'))
    .map(({ id, name }) => [id, name] as const),
  ['', say('consent.form.none')],
];
