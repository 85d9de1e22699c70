/** How a session can have begun. */
export const signInWays = ["password", "link", "oidc", "demo"] as const;
export type SignInWay = (typeof signInWays)[number];
