// The evidence of one catalogue file, fetched when somebody looks at it: the bundle carries facts only.
import type { Evidence } from "#catalog/schema/common.ts";
import { catalogAddress } from "./load-catalog.ts";

export type EvidenceByPath = Readonly<Record<string, readonly Evidence[]>>;

/** The path of evidence that backs a whole file. */
const WHOLE = "the whole file";

const isList = (evidence: EvidenceByPath | readonly Evidence[]): evidence is readonly Evidence[] =>
  Array.isArray(evidence);

const requests = new Map<string, Promise<EvidenceByPath>>();

/** The evidence of a file below the catalogue; one request a file. A failed one stays failed until it is forgotten. */
export function loadEvidence(file: string): Promise<EvidenceByPath> {
  const known = requests.get(file);
  if (known) return known;
  const request = fetchEvidence(file);
  requests.set(file, request);
  return request;
}

/** Lets the next look at a file ask again. Not done by itself: a render that fails is tried anew at once, and would ask for ever. */
export const forgetEvidence = (file: string): void => void requests.delete(file);

async function fetchEvidence(file: string): Promise<EvidenceByPath> {
  const response = await fetch(catalogAddress(file));
  if (!response.ok) throw new Error(`${file}: the server answered ${response.status}`);
  const raw: { readonly evidence?: EvidenceByPath | readonly Evidence[] } = await response.json();
  const evidence = raw.evidence ?? {};
  // Some files have one list for all that they say.
  return isList(evidence) ? { [WHOLE]: evidence } : evidence;
}
