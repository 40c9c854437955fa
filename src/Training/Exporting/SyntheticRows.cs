using System.Globalization;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Exporting;

/// <summary>
/// Generates random rows that fit a model's preprocessing: numbers near and far from the mean, known and new categories, dates, and missing
/// values.
/// </summary>
/// <param name="random">The random generator.</param>
internal sealed class SyntheticRows(Random random)
{
    private const int SecondsPerDay = 24 * 60 * 60;
    private const double MissingShare = 0.1;
    private const double MaximumDeviations = 3;

    /// <summary>Returns whole numbers from 0 to a maximum, as pixel values.</summary>
    public float[] Pixels(int count, float maximum) => Draw(count, () => MathF.Round(random.NextSingle() * maximum));

    /// <summary>Returns numbers of a column; NaN is a missing value.</summary>
    public double[] Numbers(NumberEncoding encoding, int rows) => Draw(rows, () =>
    {
        var number = encoding.Center + (encoding.Scale * MaximumDeviations * ((2 * random.NextDouble()) - 1));
        return IsMissing() ? double.NaN : encoding.IsLog ? Math.CopySign(Math.Exp(Math.Abs(number)) - 1, number) : number;
    });

    /// <summary>Returns categories of a column; an empty string is a missing value.</summary>
    public string[] Categories(CategoryEncoding encoding, int rows)
    {
        string[] all = [.. encoding.Frequent, .. encoding.Rare, "", "not seen in training"];
        return Draw(rows, () => all[random.Next(all.Length)] is var text && IsWhole(text) && random.Next(2) == 0 ? text + ".0" : text);
    }

    /// <summary>Returns dates of a column, or times of day, as seconds since 1970; NaN is a missing value.</summary>
    public double[] Seconds(InputColumn column, int rows)
    {
        var encoding = column.Date!;
        var years = encoding.Parts[0];
        return Draw(rows, () =>
        {
            if (IsTimeOfDay(column))
            {
                return IsMissing() ? double.NaN : random.Next(SecondsPerDay);
            }

            var year = years.Center + (MaximumDeviations * years.Scale * ((2 * random.NextDouble()) - 1));
            var days = Math.Round((year - 1970) * 365.2425);
            return IsMissing() ? double.NaN : (days * SecondsPerDay) + (encoding.HasHour ? random.Next(SecondsPerDay) : 0);
        });
    }

    /// <summary>Formats a date or a time of day given as seconds since 1970; NaN becomes an empty string.</summary>
    public static string FormatDate(InputColumn column, double seconds) => double.IsNaN(seconds)
        ? ""
        : DateTime.UnixEpoch.AddSeconds(seconds).ToString(IsTimeOfDay(column) ? "HH:mm:ss" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static bool IsWhole(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static bool IsTimeOfDay(InputColumn column) => column.Format?.TimeOfDay == true;

    private bool IsMissing() => random.NextDouble() < MissingShare;

    private static T[] Draw<T>(int rows, Func<T> next) => [.. Enumerable.Range(0, rows).Select(_ => next())];
}
