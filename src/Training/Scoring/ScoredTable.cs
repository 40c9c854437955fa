using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>The columns that a table needs so that a model can be scored on it.</summary>
internal sealed class ScoredTable
{
    private readonly ClassNames classes;

    /// <param name="description">The description of the model's checkpoint.</param>
    public ScoredTable(CheckpointDescription description)
    {
        var preprocessing = description.Table!;

        // Checkpoints of earlier versions do not tell how their target was read.
        Target = description.Scored?.Target ?? new ColumnSchema(
            description.Spec.Target!, description.Target is null ? ColumnType.Categorical : ColumnType.Numeric);
        Weight = description.Scored?.Weight;
        classes = new ClassNames(description.Classes, Target, preprocessing.Format.DecimalMark);
        Columns = [.. preprocessing.ColumnSchemas, Target, .. Weight is null ? [] : new[] { Weight }];
    }

    /// <summary>The target.</summary>
    public ColumnSchema Target { get; }

    /// <summary>The weights of the rows; null if all rows have the same weight.</summary>
    public ColumnSchema? Weight { get; }

    /// <summary>The inputs, the target and the weights.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>Ensures that a table has a target, the weights if the model has them, and at least one input.</summary>
    /// <param name="missing">The columns that the table does not have.</param>
    /// <param name="names">The columns of the table.</param>
    /// <param name="subject">The table's name for the error message, as the start of a sentence.</param>
    /// <exception cref="TableFormatException">A column is missing.</exception>
    public void Require(IReadOnlyList<string> missing, IReadOnlyList<string> names, string subject)
    {
        var nearest = new ColumnNames(names);
        TableProblem[] problems =
        [
            .. new[] { Target, Weight }.OfType<ColumnSchema>().Where(column => missing.Contains(column.Name)).Select(column =>
                new TableProblem(null, column.Name, (column == Weight ? "the file needs the weight of each row" : "the file needs the target")
                    + (nearest.FindNearest(column.Name) is { } similar ? $"; did you mean '{similar}'?" : ""))),
        ];
        if (problems.Length == 0 && missing.Count == Columns.Count - (Weight is null ? 1 : 2))
        {
            problems = [new TableProblem(null, null, "it has none of the model's input columns")];
        }

        if (problems.Length > 0)
        {
            throw new TableFormatException(subject, problems);
        }
    }

    /// <summary>Reads the targets and the weights of some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="lineOf">Returns the line of a row.</param>
    /// <param name="subject">The table's name for the error message, as the start of a sentence.</param>
    /// <exception cref="TableFormatException">A row has no valid weight.</exception>
    public LabelledRows ReadLabels(Table rows, Func<long, int> lineOf, string subject)
    {
        var weights = Weight is null ? null : (NumberColumn)rows.Find(Weight.Name)!;
        var labelled = LabelledRows.Read(rows.Find(Target.Name)!, weights, classes.IndexOf);
        TableProblem[] problems =
        [
            .. (weights is null ? [] : labelled.Rows).Where(row => !(weights!.Values[row] >= 0)).Take(TableFormatException.MaximumListed)
                .Select(row => new TableProblem(lineOf(row), Weight!.Name, float.IsNaN(weights!.Values[row])
                    ? "the weight is missing or no number"
                    : string.Create(CultureInfo.InvariantCulture, $"the weight {weights.Values[row]} is below 0"))),
        ];
        return problems.Length == 0 ? labelled : throw new TableFormatException(subject, problems);
    }
}
