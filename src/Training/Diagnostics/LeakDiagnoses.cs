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
            if (Describe(feature, inputs, targets, classes, others) is var (evidence, numbers))
            {
                yield return new Diagnosis(
                    "leak",
                    $"The column '{feature.Name}' alone gives the target away: {evidence} " +
                    "If its value is not known yet when a prediction is needed, the scores are far too good: leave it out with " +
                    "\"preprocessing\": {\"columns\": [...]}, or exclude it in the dataset.")
                {
                    Numbers = numbers,
                    Names = new Dictionary<string, IReadOnlyList<string>> { ["column"] = [feature.Name] },
                };
            }
        }
    }

    private static (string Evidence, Dictionary<string, double> Numbers)? Describe(
        InputFeature feature, InputColumns inputs, Targets targets, int classes, int others)
    {
        var first = Math.Min(FirstRows, inputs.Rows);
        if (classes == 0)
        {
            var share = ExplainedShare(first);
            share = share < FirstExplainedShare ? share : ExplainedShare(inputs.Rows);
            return share >= MinimumExplainedShare
                ? (string.Create(CultureInfo.InvariantCulture, $"it explains {share:p2} of the variance of {inputs.Rows} rows."),
                    new Dictionary<string, double> { ["explainedShare"] = share, ["rows"] = inputs.Rows })
                : null;
        }

        var wrong = CountWrong(first);
        wrong = wrong > FirstWrongShare * first ? int.MaxValue : CountWrong(inputs.Rows);
        return wrong <= ToleratedRows + (ToleratedShare * others)
            ? (string.Create(
                CultureInfo.InvariantCulture,
                $"rows with the same or the nearest value predict the class of {inputs.Rows - wrong} of {inputs.Rows} rows."),
                new Dictionary<string, double> { ["predicted"] = inputs.Rows - wrong, ["rows"] = inputs.Rows })
            : null;

        double ExplainedShare(int rows) => ReadValues(feature, inputs, rows)
            .Max(values => SingleFeaturePrediction.ExplainedShare(values, targets.Values[..rows], feature.IsCategory));

        int CountWrong(int rows) => ReadValues(feature, inputs, rows)
            .Min(values => SingleFeaturePrediction.CountWrong(values, targets.Classes[..rows], classes, feature.IsCategory));
    }

    /// <summary>Returns the values of a feature in the first rows: the place of the 1 of a category, otherwise each of its inputs.</summary>
    private static float[][] ReadValues(InputFeature feature, InputColumns inputs, int rows)
    {
        if (!feature.IsCategory)
        {
            return [.. Enumerable.Range(feature.Start, feature.Width).Select(column => inputs.Column(column, 0, rows).ToArray())];
        }

        var places = new float[rows];
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
