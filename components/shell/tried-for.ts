import { cookies } from "next/headers";

/** Where a sign-in that is under way, or failed, was to lead: next-auth keeps it in a cookie of its own. */
export async function triedFor(): Promise<string | null> {
  const name = "next-auth.callback-url";
  const kept = (await cookies()).get(`__Secure-${name}`) ?? (await cookies()).get(name);
  if (kept === undefined || !URL.canParse(kept.value)) return null;
  const { pathname, search } = new URL(kept.value);
  return `${pathname}${search}`;
}
