// Which guest a configuration names: the ids and short names of libosinfo's list of systems. Those of other systems tell nothing here.

/** Vendors in libosinfo's ids whose systems all run Linux. */
const LINUX_VENDOR =
  /^https?:\/\/(?:www\.)?(?:almalinux\.org|alpinelinux\.org|altlinux\.org|archlinux\.org|asianux\.com|centos\.org|clearlinux\.org|debian\.org|endlessos\.com|fedoraproject\.org|gentoo\.org|kde\.org\/neon|linuxmint\.com|mageia\.org|mandriva\.com|manjaro\.org|nixos\.org|opensuse\.org|oracle\.com\/ol|redhat\.com|rockylinux\.org|scientificlinux\.org|slackware\.com|suse\.com|ubuntu\.com|voidlinux\.org)\//;
const LINUX_NAME =
  /^(?:almalinux|alpinelinux|alt|archlinux|centos|debian|fedora|gentoo|linux|mageia|manjaro|nixos|ol\d|opensuse|rhel|rhl|rocky|silverblue|sle[ds]?\d|slem|slackware|ubuntu|voidlinux)/;

/** The guest by a full id such as http://microsoft.com/win/10. */
export function guestOfId(id: string): "linux" | "windows" | undefined {
  if (/^https?:\/\/(?:www\.)?microsoft\.com\/win/.test(id)) return "windows";
  return LINUX_VENDOR.test(id) ? "linux" : undefined;
}

/** The guest by a short name such as win10 or debian12. */
export function guestOfName(name: string): "linux" | "windows" | undefined {
  if (name.startsWith("win")) return "windows";
  return LINUX_NAME.test(name) ? "linux" : guestOfId(name);
}
