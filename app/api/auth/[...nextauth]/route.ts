import NextAuth from "next-auth";
import { authOptions } from "@/lib/access/auth-options";
import { SignInDoor } from "@/lib/access/sign-in-door";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: Context): Promise<Response> {
  const services = getServices();
  const door = new SignInDoor(request, services);
  return door.close(await NextAuth(await authOptions(services, door))(request, context));
}

export { handler as GET, handler as POST };
