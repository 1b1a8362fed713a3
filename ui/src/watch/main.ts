import "./watch.css";
import { start } from "../start";

// `?obs`: nothing but the picture and its sound, for a browser source, which is laid over another picture.
document.documentElement.classList.toggle("is-clean", new URLSearchParams(location.search).has("obs"));

void start(() => import("./page"));
