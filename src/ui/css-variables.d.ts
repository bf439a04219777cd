// React's style prop takes custom properties at run time; its types do not know them.
import type {} from "react";

declare module "react" {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
