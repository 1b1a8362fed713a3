// Signing of what is bundled, by what the environment says. Tauri reads Apple's variables itself; those of Windows are
// ours: the certificate (PKCS #12, in base64), its password, and the time server of whoever issued it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { say } from "../say.mjs";
import { quietly } from "./started.mjs";

const APPLE = [
  ...["APPLE_CERTIFICATE", "APPLE_CERTIFICATE_PASSWORD", "APPLE_SIGNING_IDENTITY"],
  ...["APPLE_ID", "APPLE_PASSWORD", "APPLE_TEAM_ID"],
];
const WINDOWS = ["WINDOWS_CERTIFICATE", "WINDOWS_CERTIFICATE_PASSWORD", "WINDOWS_TIMESTAMP_URL"];

/** Puts a certificate among this user's and says its thumbprint. */
const IMPORT = `
  $password = ConvertTo-SecureString -String $env:WINDOWS_CERTIFICATE_PASSWORD -Force -AsPlainText
  (Import-PfxCertificate -FilePath $env:REGIE_PFX -CertStoreLocation Cert:\\CurrentUser\\My -Password $password).Thumbprint
`;

/**
 * Gets ready to sign, and says what will not be.
 * @returns {Promise<string[]>} what to tell Tauri beside the environment
 */
export async function signing() {
  // A workflow without a secret sets its variable to nothing, which Tauri takes for a certificate.
  for (const name of [...APPLE, ...WINDOWS]) if (process.env[name] === "") delete process.env[name];
  if (process.platform === "darwin") return signForApple();
  if (process.platform === "win32") return await signForWindows();
  return [];
}

/** @returns {string[]} */
function signForApple() {
  if (!process.env.APPLE_CERTIFICATE && !process.env.APPLE_SIGNING_IDENTITY) {
    say("– not signed: no APPLE_CERTIFICATE. macOS opens it only when it is allowed in its settings.");
    // Apple silicon runs nothing without a signature: one without a name.
    process.env.APPLE_SIGNING_IDENTITY = "-";
  } else if (!process.env.APPLE_ID) say("– not notarized: no APPLE_ID.");
  return [];
}

/** @returns {Promise<string[]>} */
async function signForWindows() {
  if (!process.env.WINDOWS_CERTIFICATE) {
    say("– not signed: no WINDOWS_CERTIFICATE. Windows warns of an unknown publisher.");
    return [];
  }
  const folder = mkdtempSync(path.join(tmpdir(), "regie-signing-"));
  const file = path.join(folder, "certificate.pfx");
  try {
    writeFileSync(file, Buffer.from(process.env.WINDOWS_CERTIFICATE, "base64"));
    process.env.REGIE_PFX = file;
    const certificateThumbprint = (await quietly(["powershell.exe", "-NoProfile", "-Command", IMPORT])).trim();
    const timestampUrl = process.env.WINDOWS_TIMESTAMP_URL ?? null;
    const windows = { certificateThumbprint, digestAlgorithm: "sha256", timestampUrl };
    const config = path.join(mkdtempSync(path.join(tmpdir(), "regie-signed-")), "tauri.signed.json");
    writeFileSync(config, JSON.stringify({ bundle: { windows } }));
    return ["--config", config];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
