import { Component, type ReactNode } from "react";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";

interface ErrorBoundaryProps {
  /** What stands behind the boundary, for the sentence: "the matrix". */
  readonly what: string;
  /** Makes the next try different from the last, e.g. forgets a failed request. */
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | undefined;
}

/** Keeps a bug inside one part of the page: the rest goes on, and the part can be tried again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  private readonly retry = () => {
    this.props.onRetry?.();
    this.setState({ error: undefined });
  };

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Notice tone="error">
        <p>
          Something went wrong in {this.props.what}: <code>{error.message}</code>
        </p>
        <Button size="small" onClick={this.retry}>
          Try again
        </Button>
      </Notice>
    );
  }
}
