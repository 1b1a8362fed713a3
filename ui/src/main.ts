import "./look/index.css";
import { start } from "./start";

void start(() => import("./page"));
