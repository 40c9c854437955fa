using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Predicting;

/// <summary>What there is to see of a parameter.</summary>
internal static class ParameterReader
{
    private const int Bins = 20;

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
        return new ParameterSummary(
            path, parameter.shape, values.Length, mean, std, minimum, maximum, Math.Sqrt(squares), new Histogram(minimum, maximum, Counts(values, minimum, maximum)), path.Contains(".running_", StringComparison.Ordinal));
    }

    public static ParameterValues Read(string path, Tensor parameter, long skip, long take)
    {
        using var scope = NewDisposeScope();
        var flat = parameter.detach().flatten();
        var count = flat.numel();
        var values = skip >= count ? [] : flat.narrow(0, skip, Math.Min(take, count - skip)).cpu().data<float>().ToArray();
        return new ParameterValues(path, parameter.shape, count, skip, values);
    }

    private static int[] Counts(double[] values, double minimum, double maximum)
    {
        var counts = new int[Bins];
        foreach (var value in values)
        {
            counts[maximum == minimum ? 0 : Math.Min((int)((value - minimum) / (maximum - minimum) * Bins), Bins - 1)]++;
        }

        return counts;
    }
}
