using System.Globalization;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Exporting;

/// <summary>Rows as a model may meet them, drawn by its own preprocessing: usual and far-off numbers, every category and new ones, dates, gaps.</summary>
/// <param name="random">Where they are drawn from.</param>
internal sealed class TrialRows(Random random)
{
    private const double Missing = 0.1;
    private const double Width = 3;

    /// <summary>Pixel values, or others up to a maximum.</summary>
    public float[] Pixels(int count, float maximum) => Draw(count, () => MathF.Round(random.NextSingle() * maximum));

    /// <summary>Numbers of a column; NaN is a missing one.</summary>
    public double[] Numbers(NumberEncoding encoding, int rows) => Draw(rows, () =>
    {
        var number = encoding.Mean + (encoding.StandardDeviation * Width * ((2 * random.NextDouble()) - 1));
        return IsMissing() ? double.NaN : encoding.IsLog ? Math.CopySign(Math.Exp(Math.Abs(number)) - 1, number) : number;
    });

    /// <summary>Categories of a column; the empty one is missing.</summary>
    public string[] Categories(CategoryEncoding encoding, int rows)
    {
        string[] all = [.. encoding.Frequent, .. encoding.Rare, "", "not there in training"];
        return Draw(rows, () => all[random.Next(all.Length)]);
    }

    /// <summary>Seconds since 1970 of dates of a column; NaN is a missing one.</summary>
    public double[] Seconds(DateEncoding encoding, int rows)
    {
        var years = encoding.Parts[0];
        return Draw(rows, () =>
        {
            var year = years.Mean + (Width * years.StandardDeviation * ((2 * random.NextDouble()) - 1));
            var days = Math.Round((year - 1970) * 365.2425);
            return IsMissing() ? double.NaN : (days * 24 * 60 * 60) + (encoding.HasHours ? 60 * random.Next(24 * 60) : 0);
        });
    }

    /// <summary>A date as text.</summary>
    public static string Text(double seconds) => double.IsNaN(seconds) ? "" : DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private bool IsMissing() => random.NextDouble() < Missing;

    private static T[] Draw<T>(int rows, Func<T> next) => [.. Enumerable.Range(0, rows).Select(_ => next())];
}
