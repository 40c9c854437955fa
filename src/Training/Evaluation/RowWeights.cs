using System.Globalization;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Evaluation;

/// <summary>Checks the weights of rows.</summary>
internal static class RowWeights
{
    private const int MaximumListed = 3;

    /// <summary>Returns why the weights of some rows cannot be used, as a sentence with examples; null if they can.</summary>
    /// <param name="column">The weights.</param>
    /// <param name="rows">The rows that need a weight.</param>
    public static string? FindProblem(NumberColumn column, long[] rows)
    {
        var wrong = rows.Where(row => !(column.Values[row] >= 0)).ToArray();
        if (wrong.Length > 0)
        {
            var examples = wrong.Take(MaximumListed).Select(row => string.Create(
                CultureInfo.InvariantCulture, $"row {row} has {(float.IsNaN(column.Values[row]) ? "none" : column.Values[row])}"));
            return string.Create(CultureInfo.InvariantCulture, $"The weights in the column '{column.Name}' must be numbers of at least 0, but ")
                + $"{string.Join(", ", examples)}{(wrong.Length > MaximumListed ? ", ..." : "")} (rows counted from 0). "
                + "Correct these cells, or remove the rows.";
        }

        return rows.Length == 0 || rows.Any(row => column.Values[row] > 0)
            ? null
            : $"All weights in the column '{column.Name}' are 0, so no row counts. Use another weightColumn.";
    }
}
