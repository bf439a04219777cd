// A file of the catalogue as it is published, fetched when somebody looks at it. Some files are not there in every release.
import { catalogAddress } from "./load-catalog.ts";

/** What became of a request: the JSON, no such file, or why it failed. */
export type RawFile =
  | { readonly status: "ready"; readonly json: unknown }
  | { readonly status: "missing" }
  | { readonly status: "failed"; readonly message: string };

const requests = new Map<string, Promise<RawFile>>();

/** A file below the catalogue; one request a file, never rejected. A failed one stays failed until it is forgotten. */
export function loadRaw(file: string): Promise<RawFile> {
  const known = requests.get(file);
  if (known) return known;
  const request = fetchRaw(file).catch((error: unknown): RawFile => ({
    status: "failed",
    message: `${file}: ${error instanceof Error ? error.message : String(error)}`,
  }));
  requests.set(file, request);
  return request;
}

/** Lets the next look at a file ask again. */
export const forgetRaw = (file: string): void => void requests.delete(file);

async function fetchRaw(file: string): Promise<RawFile> {
  const response = await fetch(catalogAddress(file));
  // Servers of single-page apps answer with the page itself where a file is missing.
  const isPage = response.headers.get("Content-Type")?.includes("html") === true;
  if (response.status === 404 || (response.ok && isPage)) return { status: "missing" };
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return { status: "ready", json: await response.json() };
}
