using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Says which rows a split could not treat like the others.</summary>
internal static class SplitNotes
{
    private const int MaximumNames = 5;

    /// <summary>Returns the notes on the splits of a run, for its report.</summary>
    public static IEnumerable<Diagnosis> Find(JobSpec spec, TrainingData data, IReadOnlyList<Split> splits)
    {
        var validation = spec.Validation;
        if (validation.TestPart)
        {
            return [];
        }

        var testFile = data.TestFile?.DescribeLeftOut(spec.Target ?? "").ToArray() ?? [];
        return new[]
        {
            testFile.Length == 0 ? null : DescribeTestFile(data.TestFile!, string.Join(" ", testFile)),
            FindSingleRowClasses(validation, data), FindRowsWithoutTime(validation, data), FindRowsLeftOut(validation, data, splits),
            FindSeparatedRows(data, splits), FindSharedGroups(validation, data, splits),
        }.OfType<Diagnosis>();
    }

    /// <summary>Lists the classes with one row, which a stratified split trains on and does not score.</summary>
    public static int[] ListSingleRowClasses(ValidationSpec spec, TrainingData data) =>
        spec.Assignment != FoldAssignment.Stratified || spec.TestPart || data.Task != LearningTask.Classification ? [] :
        [
            .. data.TrainTargets.SelectRows(data.TrainRows).Classes.CountBy(label => label).Where(count => count.Value == 1)
                .Select(count => count.Key),
        ];

    private static Diagnosis DescribeTestFile(LabelledRows testFile, string message)
    {
        var (unknown, missing) = (testFile.UnknownClasses, testFile.MissingTargets);
        (string Name, int Rows)[] counts = [("withoutTarget", missing), ("ofUnknownClasses", unknown.Sum(label => label.Rows))];
        return new Diagnosis("testRowsLeftOut", $"In the test file: {message}")
        {
            Numbers = counts.Where(count => count.Rows > 0).ToDictionary(count => count.Name, count => (double)count.Rows),
            Names = unknown.Count == 0 ? null : NameOf("classes", [.. unknown.Take(MaximumNames).Select(label => label.Name)]),
        };
    }

    private static Diagnosis? FindSingleRowClasses(ValidationSpec spec, TrainingData data)
    {
        var counts = ListSingleRowClasses(spec, data).Select(label => $"'{data.Classes[label]}'").Order(StringComparer.Ordinal).ToArray();
        return counts.Length == 0 ? null : new Diagnosis(
            "singleRowClasses",
            $"{Count(counts.Length, "class has", "classes have")} only one row: {string.Join(", ", counts.Take(MaximumNames))}" +
            (counts.Length > MaximumNames ? ", .... " : ". ") +
            "Such a row is trained on and not held out, so no score shows how well the class is predicted. Add rows of it.")
        {
            Numbers = NumberOf(counts.Length),
            Names = NameOf("classes", [.. counts.Take(MaximumNames).Select(name => name.Trim('\''))]),
        };
    }

    private static Diagnosis? FindRowsWithoutTime(ValidationSpec spec, TrainingData data)
    {
        var count = data.SetApart?.RowsWithoutTime ?? data.Times.Count(double.IsNaN);
        return spec.Assignment != FoldAssignment.Time || count == 0 ? null : new Diagnosis(
            "rowsWithoutTime",
            $"{Count(count, "row has", "rows have")} no date or number in the column '{spec.TimeColumn}'. " +
            "No one knows whether they are earlier or later than the scored rows, so they were neither trained on nor scored" +
            (spec.Folds is null || data.SetApart is not null ? "." : " in the folds. The final network was trained on them."))
        {
            Numbers = NumberOf(count),
            Names = NameOf("column", spec.TimeColumn ?? ""),
        };
    }

    private static Diagnosis? FindRowsLeftOut(ValidationSpec spec, TrainingData data, IReadOnlyList<Split> splits)
    {
        var count = splits.Max(split => split.RowsLeftOut) + (data.SetApart?.RowsLeftOut ?? 0);
        return count == 0 ? null : new Diagnosis(
            "rowsLeftOut",
            $"{Count(count, "row was", "rows were")} left out of the training{(splits.Count > 1 ? " of a fold, at most" : "")}: " +
            $"a scored row is equal in all features{(RowsToSplit.HasGroups(spec) ? ", or of the same group" : "")}. " +
            "If they were trained on, the score would be too good.")
        {
            Numbers = NumberOf(count),
        };
    }

    private static Diagnosis? FindSharedGroups(ValidationSpec spec, TrainingData data, IReadOnlyList<Split> splits) =>
        data.CountTestRowsOfGroups(splits is [var single] ? single.Train : data.TrainRows) is > 0 and var count
            ? new Diagnosis(
                "sharedGroups",
                $"{Count(count, "row of the test file has", "rows of the test file have")} a '{spec.GroupColumn}' that was also trained on. " +
                "The test scores say little about new ones. Upload a test file without them.")
            {
                Numbers = NumberOf(count),
                Names = NameOf("column", spec.GroupColumn ?? ""),
            }
            : null;

    private static Diagnosis? FindSeparatedRows(TrainingData data, IReadOnlyList<Split> splits)
    {
        if (data.EqualRows.Length == 0)
        {
            return null;
        }

        var (rows, scored) = (0, 0);
        var isTrained = new bool[data.EqualRows.Length];
        foreach (var split in splits)
        {
            Array.Clear(isTrained);
            foreach (var row in split.Train)
            {
                isTrained[SetOf(row)] = true;
            }

            rows += split.Validation.Count(row => isTrained[SetOf(row)]);
            scored += split.Validation.Length;
        }

        return rows == 0 ? null : new Diagnosis(
            "equalRowsSeparated",
            string.Create(
                CultureInfo.InvariantCulture, $"{rows:n0} of {scored:n0} scored rows have the same features as rows that were trained on. ") +
            "There are too many such rows to keep them together, and their targets differ, so they count as separate observations. " +
            "The score says little about rows with other features.")
        {
            Numbers = new Dictionary<string, double> { ["rows"] = rows, ["scored"] = scored },
        };

        int SetOf(long row) => data.EqualRows[Array.BinarySearch(data.TrainRows, row)];
    }

    private static Dictionary<string, double> NumberOf(int rows) => new() { ["rows"] = rows };

    private static Dictionary<string, IReadOnlyList<string>> NameOf(string what, params IReadOnlyList<string> names) => new() { [what] = names };

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:n0} {(count == 1 ? one : many)}");
}
