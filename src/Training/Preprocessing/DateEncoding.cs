using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Preprocessing;

/// <summary>The encoding of a date: its parts, each standardized. A missing date is all zeros.</summary>
/// <param name="Parts">Year, month, day, day of the week (Sunday is 0) and, if some training date is not at midnight, hour.</param>
public sealed record DateEncoding(IReadOnlyList<NumberEncoding> Parts)
{
    /// <summary>The number of parts of a column without times.</summary>
    public const int MinimumParts = 4;

    /// <summary>The number of parts of a column with times.</summary>
    public const int MaximumParts = 5;

    private static readonly Func<DateTime, double>[] PartSelectors =
        [date => date.Year, date => date.Month, date => date.Day, date => (int)date.DayOfWeek, date => date.TimeOfDay.TotalHours];

    /// <summary>Whether the time of day is an input.</summary>
    [JsonIgnore]
    internal bool HasHour => Parts.Count == MaximumParts;

    /// <summary>Encodes dates into the first columns of a matrix.</summary>
    /// <param name="ticks">The dates, as <see cref="DateColumn.Ticks"/> has them.</param>
    /// <param name="inputs">The matrix, row by row, from the first of these columns.</param>
    /// <param name="width">The number of columns of the whole matrix.</param>
    internal void Transform(ReadOnlySpan<long> ticks, Span<float> inputs, int width)
    {
        for (var part = 0; part < Parts.Count; part++)
        {
            var values = Array.ConvertAll(
                ticks.ToArray(), moment => moment == DateColumn.Missing ? float.NaN : (float)PartSelectors[part](new DateTime(moment)));
            Parts[part].Transform(values, inputs[part..], width);
        }
    }

    /// <summary>Encodes one date.</summary>
    internal void Encode(DateTime date, Span<float> inputs)
    {
        for (var part = 0; part < Parts.Count; part++)
        {
            inputs[part] = Parts[part].EncodeFirst((float)PartSelectors[part](date));
        }
    }

    /// <summary>Fits the encoding on the dates of the training rows, without missing ones.</summary>
    internal static DateEncoding Fit(IEnumerable<long> ticks)
    {
        var dates = ticks.Select(moment => new DateTime(moment)).ToArray();
        var parts = dates.Any(date => date.TimeOfDay > TimeSpan.Zero) ? MaximumParts : MinimumParts;
        return new DateEncoding([.. PartSelectors.Take(parts).Select(part => NumberEncoding.Fit([.. dates.Select(part)], new PreprocessingSpec()))]);
    }
}
