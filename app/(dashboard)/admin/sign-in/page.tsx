import { adminReader } from "@/components/admin/admin-reader";
import { adminTitle } from "@/components/admin/room-title";
import { SignInPart } from "@/components/admin/sign-in/sign-in-part";

export const generateMetadata = () => adminTitle("sign-in");

export default async function SignIn() {
  await adminReader("sign-in");
  return <SignInPart />;
}
