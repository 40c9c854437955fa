const zoomStep = 0.7;

/** A chart by keyboard: the arrows move the cursor, + and - zoom around it, Escape shows all. */
export function moveByKeys(plot, chart) {
  plot.addEventListener("keydown", (event) => {
    const act = actions[event.key];
    if (act && chart()) {
      event.preventDefault();
      act(chart());
    }
  });
}

const actions = {
  ArrowLeft: (chart) => move(chart, -1),
  ArrowRight: (chart) => move(chart, 1),
  Home: (chart) => point(chart, 0),
  End: (chart) => point(chart, chart.data[0].length - 1),
  "+": (chart) => zoom(chart, zoomStep),
  "=": (chart) => zoom(chart, zoomStep),
  "-": (chart) => zoom(chart, 1 / zoomStep),
  Escape: (chart) => chart.setScale("x", ends(chart)),
};

function move(chart, step) {
  const at = chart.cursor.idx ?? (step > 0 ? -1 : chart.data[0].length);
  point(chart, Math.min(chart.data[0].length - 1, Math.max(0, at + step)));
}

function point(chart, index) {
  chart.setCursor({ left: chart.valToPos(chart.data[0][index], "x"), top: chart.bbox.height / devicePixelRatio / 2 });
}

function zoom(chart, factor) {
  const { min, max } = chart.scales.x;
  const all = ends(chart);
  const middle = chart.cursor.idx === null || chart.cursor.idx === undefined ? (min + max) / 2 : chart.data[0][chart.cursor.idx];
  chart.setScale("x", { min: Math.max(all.min, middle - (middle - min) * factor), max: Math.min(all.max, middle + (max - middle) * factor) });
}

function ends(chart) {
  return { min: chart.data[0][0], max: chart.data[0][chart.data[0].length - 1] };
}
