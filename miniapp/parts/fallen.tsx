import { Component, type ReactNode } from 'react';

type Props = { readonly instead: ReactNode; readonly children: ReactNode };

/** When a screen falls, a sentence stands in its place. React asks for a class here. */
export class Fallen extends Component<Props, { readonly fell: boolean }> {
  override state = { fell: false };

  static getDerivedStateFromError() {
    return { fell: true };
  }

  override render(): ReactNode {
    return this.state.fell ? this.props.instead : this.props.children;
  }
}
