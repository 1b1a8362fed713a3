// npm run bindings: writes the TypeScript types of the protocol, and what the pages' tests replay, into their sources.

import { run } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("headless");
await run(["cargo", "test", "--quiet", "--package", "regie", "--test", "bindings"], {
  env: { REGIE_BINDINGS: "write" },
});
