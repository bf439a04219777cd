// The evidence of one catalogue file, fetched when somebody looks at it: the bundle carries facts only.
import type { Evidence } from "#catalog/schema/common.ts";
import { catalogAddress } from "./load-catalog.ts";

export type EvidenceByPath = Readonly<Record<string, readonly Evidence[]>>;

const requests = new Map<string, Promise<EvidenceByPath>>();

/** The evidence of a file below the catalogue; one request a file, forgotten when it fails so that it can be retried. */
export function loadEvidence(file: string): Promise<EvidenceByPath> {
  const known = requests.get(file);
  if (known) return known;
  const request = fetchEvidence(file).catch((error: unknown) => {
    requests.delete(file);
    throw error;
  });
  requests.set(file, request);
  return request;
}

async function fetchEvidence(file: string): Promise<EvidenceByPath> {
  const response = await fetch(catalogAddress(file));
  if (!response.ok) throw new Error(`${file}: the server answered ${response.status}`);
  const raw: { readonly evidence?: EvidenceByPath } = await response.json();
  return raw.evidence ?? {};
}
