/** Channels that are offered here; other systems may name their own. */
export const channels = ["call", "mail", "message", "conversation"] as const;
export type Channel = (typeof channels)[number];

export const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text);
