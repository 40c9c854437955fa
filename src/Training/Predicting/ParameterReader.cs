using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Predicting;

/// <summary>Summarizes parameters and reads their values.</summary>
internal static class ParameterReader
{
    private const int BinCount = 20;

    /// <summary>Returns the statistics and a histogram of a parameter.</summary>
    public static ParameterSummary Summarize(string path, Tensor parameter)
    {
        using var scope = NewDisposeScope();
        var values = parameter.detach().to(float64).cpu().flatten().data<double>().ToArray();
        double sum = 0, squares = 0, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (var value in values)
        {
            (sum, squares) = (sum + value, squares + (value * value));
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        var mean = sum / values.Length;
        var std = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        var histogram = new Histogram(minimum, maximum, CountBins(values, minimum, maximum));
        var isStatistic = path.Contains(".running_", StringComparison.Ordinal);
        return new ParameterSummary(
            path, parameter.shape, values.Length, mean, std, minimum, maximum, Math.Sqrt(squares), histogram, isStatistic);
    }

    /// <summary>Returns a page of a parameter's values, in row-major order.</summary>
    /// <param name="path">The path of the parameter.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="skip">The number of values to skip.</param>
    /// <param name="take">The maximum number of values to return.</param>
    public static ParameterValues Read(string path, Tensor parameter, long skip, long take)
    {
        using var scope = NewDisposeScope();
        var flat = parameter.detach().flatten();
        var count = flat.numel();
        var values = skip >= count ? [] : flat.narrow(0, skip, Math.Min(take, count - skip)).cpu().data<float>().ToArray();
        return new ParameterValues(path, parameter.shape, count, skip, values);
    }

    private static int[] CountBins(double[] values, double minimum, double maximum)
    {
        var counts = new int[BinCount];
        foreach (var value in values)
        {
            counts[maximum == minimum ? 0 : Math.Min((int)((value - minimum) / (maximum - minimum) * BinCount), BinCount - 1)]++;
        }

        return counts;
    }
}
