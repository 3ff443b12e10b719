import { useId } from 'react';

type WordsProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly short?: boolean;
};

export function Words({ label, value, onChange, short }: WordsProps) {
  const name = useId();
  return (
    <div className="field field--short">
      <label htmlFor={name}>{label}</label>
      {short ? (
        <input id={name} value={value} maxLength={60} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <textarea id={name} value={value} maxLength={2000} onChange={({ target }) => onChange(target.value)} />
      )}
    </div>
  );
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly words: string }[];
  readonly onChange: (value: Value) => void;
};

export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <div className="field field--short">
      <label htmlFor={name}>{label}</label>
      <select
        id={name}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((one) => one.value === target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.words}
          </option>
        ))}
      </select>
    </div>
  );
}
