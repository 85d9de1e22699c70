import ipaddr from "ipaddr.js";

/** Addresses by which a cloud tells a machine its secrets, but those that are link-local anyway. */
const metadata: ReadonlySet<string> = new Set(["168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"]);
/** Networks of one's own. */
const own: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/**
 * Whether a webhook may go to an address: to public ones, and into networks of one's own where the settings allow it; to
 * addresses of metadata, link-local, multicast and other special ones never. An IPv4 address within an IPv6 one counts as itself.
 */
export function isAllowedAddress(text: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (metadata.has(address.toString())) return false;
  // An IPv4 address written into the first of all IPv6 addresses (::/96, out of use since RFC 4291) is of no range of its own.
  if (address.kind() === "ipv6" && address.match(ipaddr.parseCIDR("::/96"))) return false;
  const range = address.range();
  return range === "unicast" || (allowPrivate && own.has(range));
}

export function isLoopback(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "loopback";
}
