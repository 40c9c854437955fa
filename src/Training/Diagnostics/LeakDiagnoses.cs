using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses features that alone give the target away, such as a column that is only known after the fact.</summary>
internal static class LeakDiagnoses
{
    /// <summary>Rows outside the most frequent class, or rows of a regression. Fewer rows can agree by chance.</summary>
    private const int MinimumRows = 20;

    /// <summary>This many rows, and this share of the rows outside the most frequent class, may be wrong.</summary>
    private const int ToleratedRows = 2;
    private const double ToleratedShare = 0.01;

    /// <summary>The share of the variance that a feature must explain.</summary>
    private const double MinimumExplainedShare = 0.999;

    /// <summary>A feature is looked at in all rows only if it predicts most of this many rows.</summary>
    private const int FirstRows = 200;
    private const double FirstExplainedShare = 0.9;
    private const double FirstWrongShare = 0.2;

    /// <summary>Returns a diagnosis that names the features; none for a table with a single feature.</summary>
    /// <param name="features">The features of the table.</param>
    /// <param name="inputs">The inputs of some rows.</param>
    /// <param name="targets">The targets of these rows.</param>
    /// <param name="classes">The number of classes; 0 for regression.</param>
    public static IEnumerable<Diagnosis> Diagnose(IReadOnlyList<InputFeature> features, InputColumns inputs, Targets targets, int classes)
    {
        var others = classes > 0 ? targets.Count - targets.Classes.CountBy(label => label).Max(label => label.Value) : targets.Count;
        if (features.Count < 2 || others < MinimumRows)
        {
            yield break;
        }

        foreach (var feature in features)
        {
            if (Describe(feature, inputs, targets, classes, others) is { } evidence)
            {
                yield return new Diagnosis(
                    "leak",
                    $"The column '{feature.Name}' alone gives the target away: {evidence} " +
                    "If its value is not known yet when a prediction is needed, the scores are far too good: leave it out with " +
                    "\"preprocessing\": {\"columns\": [...]}, or exclude it in the dataset.");
            }
        }
    }

    private static string? Describe(InputFeature feature, InputColumns inputs, Targets targets, int classes, int others)
    {
        if (classes == 0)
        {
            var share = ReadValues(feature, inputs).Max(values => ExplainedShare(feature, values, targets.Values));
            return share >= MinimumExplainedShare
                ? string.Create(CultureInfo.InvariantCulture, $"it explains {share:p2} of the variance of {targets.Count} rows.")
                : null;
        }

        var wrong = ReadValues(feature, inputs).Min(values => CountWrong(feature, values, targets.Classes, classes));
        return wrong <= ToleratedRows + (ToleratedShare * others)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"rows with the same or the nearest value predict the class of {targets.Count - wrong} of {targets.Count} rows.")
            : null;
    }

    private static double ExplainedShare(InputFeature feature, float[] values, float[] targets)
    {
        var first = Math.Min(FirstRows, values.Length);
        var share = SingleFeaturePrediction.ExplainedShare(values[..first], targets[..first], feature.IsCategory);
        return share < FirstExplainedShare ? share : SingleFeaturePrediction.ExplainedShare(values, targets, feature.IsCategory);
    }

    private static int CountWrong(InputFeature feature, float[] values, int[] labels, int classes)
    {
        var first = Math.Min(FirstRows, values.Length);
        var wrong = SingleFeaturePrediction.CountWrong(values[..first], labels[..first], classes, feature.IsCategory);
        return wrong > FirstWrongShare * first
            ? int.MaxValue
            : SingleFeaturePrediction.CountWrong(values, labels, classes, feature.IsCategory);
    }

    /// <summary>Returns the values of a feature: the place of the 1 of a category, otherwise each of its inputs.</summary>
    private static float[][] ReadValues(InputFeature feature, InputColumns inputs)
    {
        if (!feature.IsCategory)
        {
            return [.. Enumerable.Range(feature.Start, feature.Width).Select(column => inputs.Column(column).ToArray())];
        }

        var places = new float[inputs.Rows];
        for (var place = 0; place < feature.Width; place++)
        {
            var column = inputs.Column(feature.Start + place);
            for (var row = 0; row < places.Length; row++)
            {
                places[row] += column[row] * (place + 1);
            }
        }

        return [places];
    }
}
