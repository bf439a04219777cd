// Where in a hosts file the evidence of one host is.
import type { PlatformHosts, UpstreamHosts } from "#catalog/schema/host.ts";
import type { EvidenceByPath } from "./raw-evidence.tsx";

/** The evidence of a platform, its backports', or that of an upstream kernel and its stable series. */
export function hostEvidence(raw: unknown, id: string): EvidenceByPath {
  if (raw === undefined) return {};
  // The build checked the file against its schema.
  const hosts = raw as PlatformHosts | UpstreamHosts;
  return "platforms" in hosts ? platformEvidence(hosts.platforms, id) : kernelEvidence(hosts, id);
}

function platformEvidence(platforms: PlatformHosts["platforms"], id: string): EvidenceByPath {
  const platform = platforms.find((candidate) => candidate.id === id);
  if (platform === undefined) return {};
  return {
    ...platform.evidence,
    ...Object.fromEntries(platform.backports.map(({ feature, evidence }) => [`backport ${feature}`, evidence])),
  };
}

function kernelEvidence(hosts: UpstreamHosts, id: string): EvidenceByPath {
  const version = id.slice("linux-".length);
  const kernel = hosts.kernels.find((candidate) => candidate.version === version);
  const backports = hosts.backports.filter(({ series }) => series === version);
  return {
    ...(kernel && { [`Linux ${version}`]: kernel.evidence }),
    ...Object.fromEntries(backports.map(({ feature, evidence }) => [`stable ${feature}`, evidence])),
  };
}
