namespace LearnML.Contracts;

/// <summary>
/// How much better the network is than a baseline, in one metric. A positive gain means that the network is better: its loss or RMSE is
/// lower, or its accuracy higher.
/// </summary>
/// <param name="Metric">The metric: <c>loss</c>, <c>accuracy</c> or <c>rmse</c>.</param>
/// <param name="Baseline">Boosted trees, or the better of the other baselines in this metric.</param>
/// <param name="Gain">The difference, in the unit of the metric.</param>
/// <param name="Lower">
/// The lower end of the 95 % interval of the gain: a percentile bootstrap over the scored rows, with the network and the baseline on the same
/// rows, widened for few rows. The draws have a fixed seed.
/// </param>
/// <param name="Upper">The upper end of that interval.</param>
public sealed record BaselineGain(BaselineMetric Metric, BaselineKind Baseline, double Gain, double Lower, double Upper);
