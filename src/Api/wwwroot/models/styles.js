import { element } from "../elements/element.js";

// Only who opens a model needs them.
document.head.append(element("link", { rel: "stylesheet", href: "styles/models.css" }));
