using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses rows that cannot carry the scores: too few of them, classes without rows, rows that repeat.</summary>
internal static class RowDiagnoses
{
    /// <summary>Fewer scored rows say little.</summary>
    private const int FewScoredRows = 30;

    /// <summary>The share of rows that may repeat an earlier row without a diagnosis.</summary>
    private const double OrdinaryRepeatedShare = 0.1;

    private const int MaximumNames = 5;

    /// <summary>Diagnoses the number of scored rows.</summary>
    /// <param name="scored">The number of rows that the scores are computed from.</param>
    /// <param name="isClassification">Whether the scores are of classes.</param>
    /// <param name="hasFolds">Whether a cross-validation has scored all rows already.</param>
    public static IEnumerable<Diagnosis> DiagnoseFew(int scored, bool isClassification, bool hasFolds)
    {
        if (scored >= FewScoredRows)
        {
            yield break;
        }

        var effect = isClassification
            ? string.Create(CultureInfo.InvariantCulture, $"one row changes the accuracy by {1.0 / scored:g2}")
            : "a single row can change them much";
        yield return new Diagnosis(
            "fewRows",
            string.Create(CultureInfo.InvariantCulture, $"The scores rest on {scored} row{(scored == 1 ? "" : "s")}: {effect}. ") +
            (hasFolds ? "Only more rows make them more certain." : "A cross-validation scores every row: \"validation\": {\"folds\": 5}."))
        {
            Numbers = new Dictionary<string, double> { ["rows"] = scored },
        };
    }

    /// <summary>Diagnoses classes that have no rows to learn from or to be scored on.</summary>
    /// <param name="classes">The class names.</param>
    /// <param name="training">The class of each training row, split by split.</param>
    /// <param name="scored">The class of each scored row.</param>
    /// <param name="told">The classes with a single row, which another diagnosis tells.</param>
    public static IEnumerable<Diagnosis> DiagnoseMissingClasses(
        IReadOnlyList<string> classes, IEnumerable<int[]> training, int[] scored, IEnumerable<int> told)
    {
        var unlearned = training.SelectMany(labels => Enumerable.Range(0, classes.Count).Except(labels)).Distinct().Order().ToArray();
        var unscored = Enumerable.Range(0, classes.Count).Except(scored).Except(told).ToArray();
        string?[] sentences =
        [
            unlearned.Length == 0 ? null : $"No training rows have {Name(unlearned)}, so a network cannot learn to predict {Them(unlearned)}.",
            unscored.Length == 0 ? null : $"No scored rows have {Name(unscored)}, so the scores say nothing about {Them(unscored)}.",
        ];
        if (unlearned.Length + unscored.Length > 0)
        {
            yield return new Diagnosis(
                "missingClass",
                $"{string.Join(' ', sentences.Where(sentence => sentence is not null))} Add rows, or score every row with " +
                "\"validation\": {\"folds\": 5, \"assignment\": \"stratified\"}; a class needs at least two rows for that.")
            {
                Names = new[] { ("unlearned", unlearned), ("unscored", unscored) }.Where(part => part.Item2.Length > 0).ToDictionary(
                    part => part.Item1, part => (IReadOnlyList<string>)[.. part.Item2.Select(index => classes[index])]),
            };
        }

        string Name(int[] indices) =>
            (indices.Length == 1 ? "the class " : "the classes ") +
            string.Join(", ", indices.Take(MaximumNames).Select(index => $"'{classes[index]}'")) +
            (indices.Length > MaximumNames ? string.Create(CultureInfo.InvariantCulture, $" and {indices.Length - MaximumNames} more") : "");
    }

    /// <summary>Diagnoses rows that repeat.</summary>
    public static IEnumerable<Diagnosis> DiagnoseRepeated(RowCounts counts)
    {
        if (counts.Repeated <= OrdinaryRepeatedShare * counts.Rows && !counts.AreScoresTooGood)
        {
            yield break;
        }

        string?[] sentences =
        [
            counts.Repeated == 0 ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Repeated} of {counts.Rows} rows repeat another row, with the same features and the same target."),
            counts.ValidationInTraining == 0 ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.ValidationInTraining} of the {counts.Validation} validation rows are also training rows, ") +
                "so the scores are too good for rows that are new. Upload the table with each of them once.",
            counts.TestInTraining == 0 ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.TestInTraining} of the {counts.Test} rows of the test file are also training rows, ") +
                "so the test scores are too good for rows that are new. Upload a test file without them.",
            counts.ValidationInTraining + counts.TestInTraining > 0 ? null :
                "No row is both trained on and scored. They may be different cases that are equal in the columns that are used. "
                + "If not, upload the table with each of them once.",
        ];
        yield return new Diagnosis("repeatedRows", string.Join(' ', sentences.OfType<string>()))
        {
            Numbers = new[]
            {
                ("repeated", counts.Repeated, counts.Repeated), ("rows", counts.Repeated, counts.Rows),
                ("validationInTraining", counts.ValidationInTraining, counts.ValidationInTraining),
                ("validation", counts.ValidationInTraining, counts.Validation),
                ("testInTraining", counts.TestInTraining, counts.TestInTraining), ("test", counts.TestInTraining, counts.Test),
            }.Where(number => number.Item2 > 0).ToDictionary(number => number.Item1, number => (double)number.Item3),
        };
    }

    private static string Them(int[] indices) => indices.Length == 1 ? "it" : "them";
}
