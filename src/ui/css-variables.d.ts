// React's style prop takes custom properties at run time; its types do not know them.
import type * as React from "react";

declare module "react" {
  interface CSSProperties extends React.Attributes {
    [name: `--${string}`]: string | number | undefined;
  }
}
