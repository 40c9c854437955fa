namespace LearnML.Contracts;

/// <summary>A parameter of a model, or a running statistic of a normalization.</summary>
/// <param name="Path">Where it is, for example <c>0.weight</c>; of an ensemble behind the number of the network, <c>3.0.weight</c>.</param>
/// <param name="Shape">Its dimensions; of a linear layer's weight [outputs, inputs].</param>
/// <param name="Count">How many numbers it has.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Std">Their standard deviation, dividing by their count.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Norm">Their L2 norm.</param>
/// <param name="Histogram">How they spread, in twenty bins.</param>
/// <param name="IsStatistic">Whether it is no parameter but a running statistic, which no count of parameters includes.</param>
public sealed record ParameterSummary(
    string Path, IReadOnlyList<long> Shape, long Count, double Mean, double Std, double Minimum, double Maximum, double Norm, Histogram Histogram, bool IsStatistic);
