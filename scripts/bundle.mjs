// npm run bundle: the installers of this platform, signed where the environment has a certificate (bundles/signing.mjs).
//
//     npm run bundle -- [--target universal-apple-darwin …]      (what follows is for `tauri build`)

import { signing } from "./bundles/signing.mjs";
import { become, installed } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("start");
const signed = await signing();
await become([installed("tauri"), "build", ...signed, ...process.argv.slice(2)]);
