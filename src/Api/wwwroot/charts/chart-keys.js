const zoomStep = 0.7;

/** Adds keyboard control to a chart: the arrow keys move the cursor, + and - zoom around it, Escape shows the full range. */
export function addKeyboardControl(plot, chart) {
  plot.addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (action && chart()) {
      event.preventDefault();
      action(chart());
    }
  });
}

const actions = {
  ArrowLeft: (chart) => stepCursor(chart, -1),
  ArrowRight: (chart) => stepCursor(chart, 1),
  Home: (chart) => moveCursorTo(chart, 0),
  End: (chart) => moveCursorTo(chart, chart.data[0].length - 1),
  "+": (chart) => zoom(chart, zoomStep),
  "=": (chart) => zoom(chart, zoomStep),
  "-": (chart) => zoom(chart, 1 / zoomStep),
  Escape: (chart) => chart.setScale("x", fullRange(chart)),
};

function stepCursor(chart, step) {
  const index = chart.cursor.idx ?? (step > 0 ? -1 : chart.data[0].length);
  moveCursorTo(chart, Math.min(chart.data[0].length - 1, Math.max(0, index + step)));
}

function moveCursorTo(chart, index) {
  chart.setCursor({ left: chart.valToPos(chart.data[0][index], "x"), top: chart.bbox.height / devicePixelRatio / 2 });
}

function zoom(chart, factor) {
  const { min, max } = chart.scales.x;
  const full = fullRange(chart);
  const middle = chart.cursor.idx === null || chart.cursor.idx === undefined ? (min + max) / 2 : chart.data[0][chart.cursor.idx];
  chart.setScale("x", { min: Math.max(full.min, middle - (middle - min) * factor), max: Math.min(full.max, middle + (max - middle) * factor) });
}

function fullRange(chart) {
  return { min: chart.data[0][0], max: chart.data[0][chart.data[0].length - 1] };
}
