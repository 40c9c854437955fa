using LearnML.Contracts;
using LearnML.Training.Explanations;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Importance;

/// <summary>Writes the importance of columns into a report.</summary>
internal static class ReportedImportance
{
    /// <summary>Returns the report with the importance of the columns, or with the reason why there is none.</summary>
    /// <param name="report">The report.</param>
    /// <param name="sums">The sums; null if they were not computed.</param>
    /// <param name="explain">What the spec asks for.</param>
    /// <param name="table">The columns.</param>
    public static Report AddImportance(this Report report, ImportanceSums? sums, ExplainSpec explain, TablePreprocessing table) =>
        sums is null
            ? report with { ImportanceLeftOut = "An earlier version of the service trained the folds. Post the spec again." }
            : sums.FindProblem() is { } problem
            ? report with { ImportanceLeftOut = $"The importance cannot be computed: {problem}." }
            : report with { Importance = sums.ToImportance(ExplainedColumn.List(table, explain.Groups)), ImportanceRows = sums.Rows };
}
