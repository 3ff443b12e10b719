import { useState } from 'react';
import { usePhone } from '../phone/phone-context.ts';
import { tell, wordsOf } from '../world/ask.ts';
import type { Block, CardButton, CardView, Field, Step } from '../world/shapes.ts';
import { CardForm } from './card-form.tsx';
import { Markdown } from './markdown.tsx';

type Props = { readonly outTrackId: string; readonly view: CardView };
type Tapped = { readonly ok: boolean; readonly toast?: string };

/** A card as this person sees it. It changes in place whenever the world says so. */
export function Card({ outTrackId, view }: Props) {
  const { who, open, toast, confirm } = usePhone();
  const [busy, setBusy] = useState<string>();

  const tap = async (actionId: string, params?: unknown): Promise<boolean> => {
    setBusy(actionId);
    try {
      const { ok, toast: words } = await tell<Tapped>('tap', {
        ...who,
        outTrackId,
        actionId,
        ...(params ? { params } : {}),
      });
      toast(words || (ok ? 'Done' : 'The bot did not answer in time. Try again.'), ok);
      return ok;
    } catch (trouble) {
      toast(wordsOf(trouble), false);
      return false;
    } finally {
      setBusy(undefined);
    }
  };
  const press = async (button: CardButton) => {
    if (button.confirm && !(await confirm(button.confirm, button.label))) return;
    if (button.url) open({ url: button.url });
    else await tap(button.actionId, button.params);
  };

  const header = view.blocks.find((block) => block.kind === 'header');
  return (
    <section className={`card tone-${header?.tone ?? 'calm'}`} aria-label={header ? `Card: ${header.text}` : 'Card'}>
      {view.blocks.map((block, n) => (
        // the layout of a template is fixed: a block is known by its kind and place
        <Drawn
          key={`${block.kind}${n}`}
          block={block}
          busy={busy}
          onPress={(button) => void press(button)}
          onForm={tap}
          onLink={(url) => open({ url })}
        />
      ))}
    </section>
  );
}

type DrawnProps = {
  readonly block: Block;
  readonly busy: string | undefined;
  readonly onPress: (button: CardButton) => void;
  readonly onForm: (actionId: string, params: unknown) => Promise<boolean>;
  readonly onLink: (url: string) => void;
};

function Drawn({ block, busy, onPress, onForm, onLink }: DrawnProps) {
  switch (block.kind) {
    case 'header':
      return (
        <header className="card-header">
          <h4>{block.text}</h4>
          {block.badge && <span className="card-badge">{block.badge}</span>}
        </header>
      );
    case 'steps':
      return <LoopClock steps={block.value} />;
    case 'fields':
      return <Fields fields={block.value} />;
    case 'markdown':
      return <Markdown text={block.value} onLink={onLink} />;
    case 'note':
      return (
        <div className={`card-note is-${block.tone ?? 'calm'}`} role="note">
          <Markdown text={block.value} onLink={onLink} />
        </div>
      );
    case 'form':
      return <CardForm block={block} busy={busy === block.actionId} onSend={onForm} />;
    case 'buttons':
      return (
        <div className="card-buttons">
          {block.items.map((button) => (
            <button
              key={`${button.actionId} ${button.label}`}
              type="button"
              className={`button is-${button.style ?? 'plain'}`}
              disabled={busy !== undefined}
              aria-busy={busy === button.actionId}
              onClick={() => onPress(button)}
            >
              {button.label}
            </button>
          ))}
        </div>
      );
    default:
      // a block this page does not know yet is left out, as an older phone would
      return null;
  }
}

const STATE_WORDS = { done: 'done', now: 'now', todo: 'to come', late: 'late' } as const;

const LoopClock = ({ steps }: { readonly steps: readonly Step[] }) => (
  <ol className="loop" aria-label="Loop clock">
    {steps.map(({ label, state, at }) => (
      <li key={label} className={`is-${state}`} aria-current={state === 'now' || state === 'late' ? 'step' : undefined}>
        <span className="loop-dot" aria-hidden="true" />
        <span className="loop-label">{label}</span>
        <small>
          {at ?? ''}
          {state === 'late' ? ' late' : ''}
          <span className="unseen"> {STATE_WORDS[state]}</span>
        </small>
      </li>
    ))}
  </ol>
);

const SIGN: Readonly<Record<string, string>> = { unsure: '？ not sure', missing: '○ missing', allergy: '⚠ allergy' };

const Fields = ({ fields }: { readonly fields: readonly Field[] }) => (
  <dl className="card-fields">
    {fields.map(({ label, value, tone }) => (
      <div key={label} className={tone ? `is-${tone}` : undefined}>
        <dt>{label}</dt>
        <dd>
          {value} {tone && SIGN[tone] && <span className="sign">{SIGN[tone]}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
