using System.Globalization;
using LearnML.Training.Calibration;

namespace LearnML.Training.Predicting;

/// <summary>Checks the level of conformal intervals and sets: the share of true values that they should hold.</summary>
internal static class ConformalLevel
{
    /// <summary>Returns why a level has no quantile, for an error message that begins with the field's name; null if it has one.</summary>
    /// <param name="scores">The errors of the version; null if it has none.</param>
    /// <param name="level">The level.</param>
    public static string? FindProblem(ConformalScores? scores, double level) =>
        !(level > 0 && level < 1) ? string.Create(CultureInfo.InvariantCulture, $"must be above 0 and below 1, such as 0.9; it is {level}")
        : scores is null
        ? "needs the errors on rows that the model was not trained on, and this version has none: it was imported, or trained by an earlier "
            + "version of the service; train it again"
        : scores.FindQuantile(level) is not { } quantile ? DescribeTooFewRows(scores.Rows, level)
        : quantile == double.MaxValue ? "is too high for this version: among the errors up to this level are some that are not finite"
        : null;

    private static string DescribeTooFewRows(int rows, double level) => string.Create(CultureInfo.InvariantCulture,
        $"{level} needs {ConformalScores.RequiredRows(level):n0} rows that the model was not trained on, and this version has {rows:n0}; ")
        + string.Create(CultureInfo.InvariantCulture, $"with them, the highest level is {Math.Floor(1e4 * rows / (rows + 1)) / 1e4}");
}
