// The order of the layers comes first: the style sheets of components are read as their modules are.
import "#ui/layers.css";
import "@fontsource/ibm-plex-sans/latin-400.css";
import "@fontsource/ibm-plex-sans/latin-500.css";
import "@fontsource/ibm-plex-sans/latin-600.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "@fontsource/ibm-plex-mono/latin-600.css";
import "#ui/tokens.css";
import "#ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadCatalog } from "#state/load-catalog.ts";
import { applyTheme } from "#state/prefs.ts";
import { store } from "#state/store.ts";
import { openLink, syncAddress } from "#state/url/sync.ts";
import { Shell } from "./shell.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

applyTheme(store.getState().prefs.theme);
openLink(location.hash);
syncAddress();
createRoot(root).render(
  <StrictMode>
    <Shell />
  </StrictMode>,
);
// The first paint needs no facts: the request waits for it.
requestAnimationFrame(() => setTimeout(() => void loadCatalog()));
