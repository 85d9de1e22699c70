import { Secret, TOTP } from "otpauth";

/** RFC 6238 as every authenticator application reads it. */
const shape = { issuer: "Bellwether", algorithm: "SHA1", digits: 6, period: 30 } as const;
/** Clocks of telephones may be off by so many time steps. */
const window = 1;

/** A secret of 160 bits, in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

const of = (secret: string, label: string) => new TOTP({ ...shape, label, secret: Secret.fromBase32(secret) });

/** What an application reads from the picture. */
export const totpAddress = (secret: string, label: string): string => of(secret, label).toString();

/** The time step that a code is of, counted from the epoch; null where it is of none about now. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = of(secret, "").validate({ token: code, timestamp: now.getTime(), window });
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / shape.period) + delta;
}

/** The code of a moment, for tests. */
export const codeAt = (secret: string, moment: Date): string => of(secret, "").generate({ timestamp: moment.getTime() });
