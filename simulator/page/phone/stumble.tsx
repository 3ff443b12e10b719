import { Component, type ReactNode } from 'react';

type Props = { readonly name: string; readonly children: ReactNode };
type State = { readonly stumbled: boolean };

/** One phone that cannot draw something must not take the others down with it. */
export class Stumble extends Component<Props, State> {
  override state: State = { stumbled: false };

  static getDerivedStateFromError(): State {
    return { stumbled: true };
  }

  override render(): ReactNode {
    if (!this.state.stumbled) return this.props.children;
    return (
      <section className="phone" aria-label={`${this.props.name}'s phone`}>
        <div className="phone-screen">
          <p className="empty" role="alert">
            This phone met something it cannot draw.
          </p>
          <button type="button" className="button" onClick={() => this.setState({ stumbled: false })}>
            Switch it on again
          </button>
        </div>
      </section>
    );
  }
}
