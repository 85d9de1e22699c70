import { isIPv6 } from "node:net";

/** An address as people know it: without what says only that an IPv4 address came over an IPv6 socket. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * What one subscriber has of addresses: an IPv4 address, or the first 64 bits of an IPv6 one, out of which anybody
 * can take as many as they like.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  // The one spelling of an address, in which a single run of zeros is left out.
  const [head = "", tail] = new URL(`http://[${plain.split("%")[0]}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const all = tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  return `${all.slice(0, 4).join(":")}::/64`;
}
