type LineProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onType: (value: string) => void;
};

/** One line to type, with its name above. */
export const Line = ({ id, label, value, onType }: LineProps) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    <input id={id} value={value} maxLength={200} autoComplete="off" onChange={({ target }) => onType(target.value)} />
  </div>
);

type ChoicesProps<Value extends string> = {
  readonly legend: string;
  readonly name: string;
  readonly chosen: Value | undefined;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChoose: (value: Value) => void;
};

/** One of a few. */
export const Choices = <Value extends string>({ legend, name, chosen, options, onChoose }: ChoicesProps<Value>) => (
  <fieldset className="options">
    <legend className="legend">{legend}</legend>
    {options.map(([value, words]) => (
      <label key={value} className="option">
        <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
        <span>{words}</span>
      </label>
    ))}
  </fieldset>
);
