using System.Text.Json;
using LearnML.Training.Evaluation;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Evaluation;

/// <summary>
/// The curves of a classification equal scikit-learn's. The reference values in curves.json are of scikit-learn 1.2.1, for the scores
/// exp(float32(log(percent / 100))) of 240 rows and 3 classes, each class against the rest: <c>roc_curve</c> without dropping points,
/// <c>precision_recall_curve</c>, <c>roc_auc_score</c>, <c>average_precision_score</c>, <c>brier_score_loss</c> and <c>calibration_curve</c> with 10
/// bins; <c>weighted</c> with the sample weights 1 + (row mod 4) / 2.
/// </summary>
public sealed class ClassCurveBuilderTests
{
    private static readonly string[] Classes = ["x", "y", "z"];

    private static readonly JsonElement Reference =
        JsonDocument.Parse(typeof(ClassCurveBuilderTests).Assembly.GetManifestResourceStream("curves.json")!).RootElement;

    [Theory]
    [InlineData("equal")]
    [InlineData("weighted")]
    public void Curves_equal_those_of_scikit_learn(string name)
    {
        var percent = Reference.GetProperty("percent").Deserialize<int[][]>()!;
        var logProbabilities = percent.SelectMany(row => row.Select(value => (float)Math.Log(value / 100.0))).ToArray();
        var targets = new Targets(Reference.GetProperty("targets").Deserialize<int[]>()!, [])
        {
            Weights = name == "equal" ? [] : [.. percent.Select((_, row) => 1 + (row % 4 * 0.5f))],
        };

        var curves = new ClassCurveBuilder(logProbabilities, targets, Classes).Build();

        Assert.Equal(Classes, curves.Select(curve => curve.Label));
        foreach (var (actual, expected) in curves.Zip(Reference.GetProperty(name).EnumerateArray()))
        {
            Assert.Equal(expected.GetProperty("rocAuc").GetDouble(), actual.RocAuc, 1e-9);
            Assert.Equal(expected.GetProperty("averagePrecision").GetDouble(), actual.AveragePrecision, 1e-9);
            Assert.Equal(expected.GetProperty("brier").GetDouble(), actual.Brier, 1e-9);
            AssertEqual(expected, "falsePositiveRates", actual.Points.Select(point => point.FalsePositiveRate));
            AssertEqual(expected, "truePositiveRates", actual.Points.Select(point => point.TruePositiveRate));
            AssertEqual(expected, "precisions", actual.Points.Select(point => point.Precision));
            AssertEqual(expected, "thresholds", actual.Points.Skip(1).Select(point => point.Threshold!.Value));
            if (name == "equal")
            {
                AssertEqual(expected, "shares", actual.Reliability.Select(bin => bin.Share));
                AssertEqual(expected, "probabilities", actual.Reliability.Select(bin => bin.Probability));
            }

            // Lift, gain and calibration error by their definitions.
            Assert.Null(actual.Points[0].Threshold);
            Assert.Equal((0.0, 0.0, null), (actual.Points[0].Share, actual.Points[0].TruePositiveRate, actual.Points[0].Lift));
            Assert.Equal((1.0, 1.0), (actual.Points[^1].Share, actual.Points[^1].TruePositiveRate));
            Assert.Equal(1, actual.Points[^1].Lift!.Value, 1e-12);
            Assert.All(actual.Points.Skip(1), point => Assert.Equal(point.TruePositiveRate / point.Share, point.Lift!.Value, 1e-9));
            Assert.Equal(240, actual.Reliability.Sum(bin => bin.Rows));
            Assert.Equal(actual.Rows, actual.Scores.Sum());
            Assert.Equal(240 - actual.Rows, actual.OtherScores.Sum());
            if (name == "equal")
            {
                Assert.Equal(
                    actual.Reliability.Sum(bin => bin.Rows / 240.0 * Math.Abs(bin.Share - bin.Probability)), actual.CalibrationError, 1e-9);
            }
        }
    }

    /// <summary>Four rows, two of the class: the scores 0.9 and 0.4 of the class, 0.6 and 0.1 of the others.</summary>
    [Fact]
    public void Few_rows_have_the_curves_computed_by_hand()
    {
        float[] probabilities = [0.1f, 0.9f, 0.4f, 0.6f, 0.6f, 0.4f, 0.9f, 0.1f];
        var targets = new Targets([1, 0, 1, 0], []);

        var curve = new ClassCurveBuilder(Array.ConvertAll(probabilities, MathF.Log), targets, ["no", "yes"]).Build()[1];

        Assert.Equal(("yes", 2), (curve.Label, curve.Rows));
        Assert.Equal(0.75, curve.RocAuc, 1e-6);
        Assert.Equal((1 + (2 / 3.0)) / 2, curve.AveragePrecision, 1e-6);
        Assert.Equal((0.01 + 0.36 + 0.36 + 0.01) / 4, curve.Brier, 1e-6);
        Assert.Equal([0, 0.5, 0.5, 1, 1], curve.Points.Select(point => point.TruePositiveRate));
        Assert.Equal([0, 0, 0.5, 0.5, 1], curve.Points.Select(point => point.FalsePositiveRate));
        Assert.Equal([1, 1, 0.5, 2 / 3.0, 0.5], curve.Points.Select(point => point.Precision));
        Assert.Equal(4, curve.Reliability.Count);
    }

    [Fact]
    public void Many_points_are_thinned_and_exact()
    {
        var random = new SplitMix64(3);
        var rows = Enumerable.Range(0, 5000).Select(_ => (Score: random.NextDouble(0.01, 0.99), IsPositive: random.NextDouble(0, 1))).ToArray();
        var targets = new Targets([.. rows.Select(row => row.IsPositive < row.Score ? 1 : 0)], []);
        float[] logarithms = [.. rows.SelectMany(row => new[] { (float)Math.Log(1 - row.Score), (float)Math.Log(row.Score) })];

        var curve = new ClassCurveBuilder(logarithms, targets, ["no", "yes"]).Build()[1];

        Assert.InRange(curve.Points.Count, 200, 256);
        Assert.Equal((0.0, 0.0), (curve.Points[0].TruePositiveRate, curve.Points[0].FalsePositiveRate));
        Assert.Equal((1.0, 1.0), (curve.Points[^1].TruePositiveRate, curve.Points[^1].FalsePositiveRate));
        Assert.All(curve.Points.Zip(curve.Points.Skip(1)), pair => Assert.InRange(pair.Second.Share - pair.First.Share, 1e-9, 0.02));
        foreach (var point in curve.Points.Skip(1))
        {
            var taken = Enumerable.Range(0, rows.Length).Where(row => Math.Exp(logarithms[(2 * row) + 1]) >= point.Threshold).ToArray();
            Assert.Equal(taken.Length / 5000.0, point.Share, 1e-12);
            Assert.Equal(taken.Count(row => targets.Classes[row] == 1) / (double)taken.Length, point.Precision, 1e-12);
        }
    }

    [Fact]
    public void Classes_without_rows_have_no_curves_and_the_most_frequent_of_many_have()
    {
        var names = Enumerable.Range(0, 30).Select(index => $"c{index}").ToArray();
        var labels = Enumerable.Range(0, 465).Select(row => (int)((Math.Sqrt((8 * row) + 1) - 1) / 2)).ToArray(); // class k has k + 1 rows
        var uniform = Enumerable.Repeat(MathF.Log(1 / 30f), 465 * 30).ToArray();

        var many = new ClassCurveBuilder(uniform, new Targets(labels, []), names).Build();
        var single = new ClassCurveBuilder([0, 0, 0, 0], new Targets([0, 0], []), ["a", "b"]).Build();

        Assert.Equal(names[10..], many.Select(curve => curve.Label));
        Assert.All(many, curve => Assert.Equal(0.5, curve.RocAuc, 1e-12));
        Assert.All(many, curve => Assert.Equal(2, curve.Points.Count));
        Assert.Empty(single);
    }

    private static void AssertEqual(JsonElement expected, string name, IEnumerable<double> actual)
    {
        var (reference, values) = (expected.GetProperty(name).Deserialize<double[]>()!, actual.ToArray());
        Assert.Equal(reference.Length, values.Length);
        for (var index = 0; index < values.Length; index++)
        {
            Assert.Equal(reference[index], values[index], 1e-9);
        }
    }
}
