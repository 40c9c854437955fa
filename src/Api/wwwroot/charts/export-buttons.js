import { element } from "../elements/element.js";
import { text } from "../texts/text.js";
import { saveCsv, savePicture } from "./chart-export.js";

/**
 * Buttons that save a chart as PNG, SVG and CSV.
 * @param {string} title the chart's title, which also names the files
 * @param {{ picture: () => object | null, table: () => { columns: string[], rows: any[][] } }} content `picture` is what `pictureOf` takes without
 * the title, null while there is nothing to see; `table` has the numbers
 */
export function exportButtons(title, { picture, table }) {
  const savePictureAs = (format) => {
    const content = picture();
    return content && savePicture(format, { title, ...content });
  };
  const saveTable = () => {
    const { columns, rows } = table();
    saveCsv(title, columns, rows);
  };
  return [["chart.png", () => savePictureAs("png")], ["chart.svg", () => savePictureAs("svg")], ["chart.csv", saveTable]].map(([name, onclick]) =>
    element("button", { type: "button", onclick, "aria-label": `${text(name)}: ${title}` }, text(name)));
}
