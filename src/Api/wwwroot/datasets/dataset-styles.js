import { element } from "../elements/element.js";

document.head.append(element("link", { rel: "stylesheet", href: "styles/datasets.css" }));
