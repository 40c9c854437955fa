using LearnML.Training.Predicting;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Predicting;

public class ParameterReaderTests
{
    /// <summary>A large parameter is read in parts.</summary>
    [Fact]
    public void Summary_of_a_large_parameter_counts_every_value_once()
    {
        const int Rows = 700;
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, Rows * Rows).Select(index => (float)Math.Sin(index)).ToArray();

        var summary = ParameterReader.Summarize("0.weight", tensor(values, [Rows, Rows]));

        var mean = values.Average(value => (double)value);
        Assert.Equal((Rows * Rows, values.Min(), values.Max()), (summary.Count, (float)summary.Minimum, (float)summary.Maximum));
        Assert.Equal(Rows * Rows, summary.Histogram.Counts.Sum());
        Assert.Equal(mean, summary.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2))), summary.Std, 1e-9);
        Assert.Equal(Math.Sqrt(values.Sum(value => (double)value * value)), summary.Norm, 1e-6);
    }
}
