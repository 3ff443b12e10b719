import { CloseIcon } from '../looks/icons.tsx';
import { useKept } from '../world/kept.ts';

/** What to try first. It goes away for good once it was closed. */
export function FirstSteps() {
  const [closed, setClosed] = useKept('first-steps-closed', false);
  if (closed) return null;
  return (
    <aside className="first-steps" aria-label="What to try first">
      <ol>
        <li>
          On Dr Alvin Ho’s phone open the hotline group, keep <b>@Baton</b> on and write a few words about a patient, or
          add the sample photo.
        </li>
        <li>Files do not reach a bot in a group: send them to Baton one to one.</li>
        <li>Sign on Dr Lam’s phone, then open the card on Dr Cheung’s.</li>
      </ol>
      <button type="button" className="tool" aria-label="Close these hints" onClick={() => setClosed(true)}>
        <CloseIcon />
      </button>
    </aside>
  );
}
