using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Predicting;

/// <summary>Summarizes parameters and reads their values.</summary>
internal static class ParameterReader
{
    private const int BinCount = 20;
    private const long PartValues = 1 << 13;

    /// <summary>Returns the statistics and a histogram of a parameter.</summary>
    public static ParameterSummary Summarize(string path, Tensor parameter)
    {
        using var scope = NewDisposeScope();
        var flat = parameter.detach().flatten();
        double sum = 0, squares = 0, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (var value in ReadParts(flat).SelectMany(part => part))
        {
            (sum, squares) = (sum + value, squares + (value * value));
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        var count = (int)flat.numel();
        var mean = sum / count;
        var (deviations, bins) = (0.0, new int[BinCount]);
        foreach (var value in ReadParts(flat).SelectMany(part => part))
        {
            deviations += (value - mean) * (value - mean);
            bins[maximum == minimum ? 0 : Math.Min((int)((value - minimum) / (maximum - minimum) * BinCount), BinCount - 1)]++;
        }

        var isStatistic = path.Contains(".running_", StringComparison.Ordinal);
        return new ParameterSummary(path, parameter.shape, count, mean, Math.Sqrt(deviations / count), minimum, maximum, Math.Sqrt(squares),
            new Histogram(minimum, maximum, bins), isStatistic);
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

    /// <summary>Returns the values in parts, because a copy of all of them would take twice the memory of the parameter.</summary>
    private static IEnumerable<double[]> ReadParts(Tensor flat)
    {
        for (long start = 0; start < flat.numel(); start += PartValues)
        {
            using var part = flat.narrow(0, start, Math.Min(PartValues, flat.numel() - start));
            using var values = part.to(float64);
            using var local = values.cpu();
            yield return local.data<double>().ToArray();
        }
    }
}
