// npm start: sets up, builds and opens the desk.

import { build } from "./build.mjs";
import { desk, openDesk } from "./desk.mjs";
import { setUp } from "./setup.mjs";

await setUp(desk.purpose);
await build(desk.packages);
process.exit(await openDesk(process.argv.slice(2)));
