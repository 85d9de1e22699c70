import NextAuth from "next-auth";
import { authOptions } from "@/lib/access/auth-options";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = (request: Request, context: Context) => NextAuth(authOptions(getServices()))(request, context);

export { handler as GET, handler as POST };
