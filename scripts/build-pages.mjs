// npm run build:pages

import { buildPages } from "./build.mjs";

await buildPages();
