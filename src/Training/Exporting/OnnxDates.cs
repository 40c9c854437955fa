using LearnML.Training.Preprocessing;

namespace LearnML.Training.Exporting;

/// <summary>Adds the encodings of dates to an ONNX graph.</summary>
/// <param name="graph">The graph.</param>
internal sealed class OnnxDates(OnnxGraph graph)
{
    private const int SecondsPerHour = 60 * 60;
    private const int SecondsPerDay = 24 * SecondsPerHour;

    private static readonly NumberEncoding NoPart = new(0, 0);

    /// <summary>Adds all date columns. The block has the first part of each date, then the second part of each date, and so on.</summary>
    public OnnxBlock AddColumns(IReadOnlyList<OnnxColumn> columns)
    {
        var partCount = columns.Max(column => column.Column.Width);
        var seconds = new OnnxExpression(graph, graph.AddConcatenation(columns.Select(column => column.Column.Name))).ReplaceInfinity();
        var parts = new OnnxExpression(graph, graph.AddConcatenation(AddParts(seconds).Take(partCount).Select(part => part.Name)));
        var each = Enumerable.Range(0, partCount).SelectMany(part => columns.Select(column => (Part: part, column.Column.Date!.Parts, column.Start)));
        NumberEncoding[] encodings = [.. each.Select(place => place.Part < place.Parts.Count ? place.Parts[place.Part] : NoPart)];
        return new OnnxBlock(
            OnnxNumbers.AddFirstInputs(parts.RoundToFloat32(), encodings),
            [.. each.Select(place => place.Part < place.Parts.Count ? place.Start + place.Part : OnnxBlock.NoInput)]);
    }

    /// <summary>
    /// Computes year, month, day, weekday and hour of dates. The calculation uses years that start in March, so that a leap day is the last day
    /// of its year. 400 years have 146,097 days. (https://howardhinnant.github.io/date_algorithms.html#civil_from_days)
    /// </summary>
    private static IEnumerable<OnnxExpression> AddParts(OnnxExpression seconds)
    {
        const double DaysFromMarchOfYearZero = 719_468;
        const double DaysOf400Years = 146_097;
        const double ThursdayOf1970 = 4;

        var days = (seconds / SecondsPerDay).Floor();
        var shifted = days + DaysFromMarchOfYearZero;
        var era = (shifted / DaysOf400Years).Floor();
        var day = shifted - (era * DaysOf400Years);
        var year = ((day - (day / 1460).Floor() + (day / 36_524).Floor() - (day / (DaysOf400Years - 1)).Floor()) / 365).Floor();
        var dayOfYear = day - (year * 365) - (year / 4).Floor() + (year / 100).Floor();
        var month = (((dayOfYear * 5) + 2) / 153).Floor();
        var isNextYear = (month / 10).Floor();
        var weekday = days + ThursdayOf1970;

        yield return (era * 400) + year + isNextYear;
        yield return month + 3 - (isNextYear * 12);
        yield return dayOfYear - (((month * 153) + 2) / 5).Floor() + 1;
        yield return weekday - ((weekday / 7).Floor() * 7);
        yield return (seconds - (days * SecondsPerDay)) / SecondsPerHour;
    }
}
