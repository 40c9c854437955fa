import { element } from "../elements/element.js";

// Only the pages of models need these styles.
document.head.append(element("link", { rel: "stylesheet", href: "styles/models.css" }));
