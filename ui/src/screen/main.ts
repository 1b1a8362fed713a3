import "../look/screen.css";
import { start } from "../start";

void start(() => import("./page"));
