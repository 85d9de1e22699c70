/** The Message-ID of a delivery (RFC 5322), which is kept with it before it is first tried: of our sender's domain, and nobody's guess. */
export const messageIdOf = (delivery: string, sender: { address: string } | null): string =>
  `<${delivery}@${sender?.address.split("@").at(-1)?.toLowerCase() ?? unsent}>`;

/** Where nothing is sent: nobody's (RFC 2606). */
const unsent = "bellwether.invalid";

/** The delivery that a Message-ID of ours names; null where it has not our form. */
export const deliveryIn = (messageId: string): string | null =>
  /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^@<>\s]+>$/.exec(messageId)?.[1] ?? null;
