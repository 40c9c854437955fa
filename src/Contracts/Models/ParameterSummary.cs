namespace LearnML.Contracts;

/// <summary>Statistics of a model's parameter, or of a normalization's running statistic.</summary>
/// <param name="Path">The path in the network, for example <c>0.weight</c>; in an ensemble after the network's number: <c>3.0.weight</c>.</param>
/// <param name="Shape">The dimensions; the weight of a linear layer is [outputs, inputs].</param>
/// <param name="Count">The number of values.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Std">The population standard deviation (divides by n).</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Norm">The L2 norm.</param>
/// <param name="Histogram">The distribution, in 20 bins.</param>
/// <param name="IsStatistic">Whether this is a running statistic. Running statistics do not count as parameters.</param>
public sealed record ParameterSummary(
    string Path,
    IReadOnlyList<long> Shape,
    long Count,
    double Mean,
    double Std,
    double Minimum,
    double Maximum,
    double Norm,
    Histogram Histogram,
    bool IsStatistic);
