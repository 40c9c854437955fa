using System.Globalization;

namespace LearnML.Training.Datasets.Tables;

/// <summary>The number of rows that a spec's <c>validation.testFraction</c> sets apart.</summary>
public static class TestFraction
{
    // One to train on and one to validate on.
    private const int MinimumTrainRows = 2;

    /// <summary>Returns the number of test rows: the fraction of the rows, to the nearest whole number.</summary>
    public static int CountRows(double fraction, int rows) => (int)Math.Round(fraction * rows);

    /// <summary>Returns why a fraction cannot be set apart, and what would do, as the end of a sentence; null if it can.</summary>
    /// <param name="fraction">The fraction, in (0, 1).</param>
    /// <param name="rows">The number of rows with a target.</param>
    /// <param name="folds">The number of folds of a cross-validation of the other rows; null without one.</param>
    public static string? FindProblem(double fraction, int rows, int? folds)
    {
        var needed = Math.Max(MinimumTrainRows, folds ?? 0);
        if (rows <= needed)
        {
            return string.Create(CultureInfo.InvariantCulture, $"needs at least {needed + 1} rows, one to test and {needed} to train ")
                + string.Create(CultureInfo.InvariantCulture, $"and validate{(folds is null ? "" : $" in {folds} folds")}, and there are {rows}");
        }

        var test = CountRows(fraction, rows);
        return test < 1
            ? string.Create(CultureInfo.InvariantCulture, $"must be at least {Ceiling(1.0 / rows)} for {rows} rows, so that one row is tested")
            : rows - test < needed
                ? string.Create(CultureInfo.InvariantCulture, $"must be at most {Floor((double)(rows - needed) / rows)} for {rows} rows, ")
                    + string.Create(CultureInfo.InvariantCulture, $"so that {needed} rows are left to train and validate")
                    + (folds is null ? "" : string.Create(CultureInfo.InvariantCulture, $" in {folds} folds"))
                : null;
    }

    // Numbers with two digits that matter are easier to read and to type.
    private static double Ceiling(double value) => Digits(value, Math.Ceiling);

    private static double Floor(double value) => Digits(value, Math.Floor);

    private static double Digits(double value, Func<double, double> round)
    {
        var unit = Math.Pow(10, 2 - Math.Ceiling(Math.Log10(value)));
        return Math.Round(round(Math.Round(value * unit, 9)) / unit, 15);
    }
}
