using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Inspection;

/// <summary>Cells that look like numbers or dates are read as such, or the profile says why not.</summary>
public class DoubtfulCellsTests
{
    private static readonly string[] GermanMonths = ["Januar", "März", "Mai", "Dez.", "Okt."];
    private static readonly string[] FrenchMonths = ["janvier", "févr.", "août", "décembre", "mai"];

    [Fact]
    public void Times_of_day_are_read_and_only_they()
    {
        using var csv = Create(60, row => $"{row % 24}:{row:00}");

        var column = csv.Inspect().Columns[0];
        var times = (DateColumn)csv.Read().Find("v")!;

        Assert.Equal((ColumnType.Date, true, 60), (column.Type, column.Format!.TimeOfDay, column.Count));
        Assert.Equal(new DateTime(1970, 1, 1, 13, 37, 0), new DateTime(times.Ticks[37]));
    }

    [Fact]
    public void Months_of_a_year_are_dates()
    {
        using var csv = Create(60, row => $"{1 + (row % 12)}/{2010 + (row % 9)}");

        Assert.Equal(new DateSummary(new DateTime(2010, 1, 1), new DateTime(2018, 12, 1)), csv.Inspect().Columns[0].Dates);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void German_and_French_months_are_dates(bool isGerman)
    {
        using var csv = Create(60, row => $"{1 + (row % 28)}{(isGerman ? "." : "")} {(isGerman ? GermanMonths : FrenchMonths)[row % 5]} 2026");

        Assert.Equal((ColumnType.Date, 60), (csv.Inspect().Columns[0].Type, csv.Inspect().Columns[0].Count));
    }

    [Theory]
    [InlineData("3.94", "3,94")]
    [InlineData("$120", "€120")]
    [InlineData("12 kg", "12 lb")]
    [InlineData("7", "n/k 7")]
    public void Numbers_that_are_written_in_two_ways_are_told(string first, string second)
    {
        var rows = Enumerable.Range(0, 80).Select(row => $"{(row % 2 == 0 ? first : second)}\t{row % 7}\n");
        using var csv = new CsvFile("x\ty\n" + string.Concat(rows));

        var profile = csv.Inspect();
        var doubt = Assert.Single(profile.Attention, doubt => doubt.Kind == AttentionKind.MixedCells);

        Assert.Equal((ColumnType.Categorical, 40), (profile.Columns[0].Type, doubt.Cells));
        Assert.Contains("look like numbers, but 40 of 80 cannot be read in the same way", doubt.Message, StringComparison.Ordinal);
    }

    /// <summary>Every other date has its month first, an unknown zone, an unknown month, or is a time beside dates.</summary>
    [Theory]
    [InlineData("20/02/2026", "02/20/2026", 30)]
    [InlineData("2026-02-20 10:00", "2026-02-20 10:00 XYZT", 30)]
    [InlineData("2026-02-20", "20 Kasım 2026", 30)]
    [InlineData("2026-02-20", "10:30", 30)]
    [InlineData("31/02/2026", "61:30", 60)]
    public void Dates_that_are_not_read_are_told(string first, string second, int unread)
    {
        using var csv = Create(60, row => row % 2 == 0 ? first : second);

        var profile = csv.Inspect();
        var doubt = profile.Attention.Single(each => each.Kind == AttentionKind.MixedCells);

        Assert.Equal((ColumnType.Categorical, unread, 5), (profile.Columns[0].Type, doubt.Cells, doubt.Lines.Count));
        Assert.Contains(
            unread == 60
                ? "look like dates or times, but none can be read" : $"many cells look like dates or times, but {unread} of 60 cannot be read",
            doubt.Message, StringComparison.Ordinal);
        var again = csv.Inspect(doubt.Action!.Dataset).Columns[0];
        Assert.Equal(unread < 60 ? (ColumnType.Date, unread, false) : (ColumnType.Categorical, 0, true), (again.Type, again.Invalid, again.Excluded));
    }

    [Fact]
    public void Century_of_two_digits_is_told()
    {
        using var csv = Create(60, row => $"{13 + (row % 9)}.11.{row + 30}");

        var doubt = csv.Inspect().Attention.Single(each => each.Kind == AttentionKind.Century);

        Assert.Equal((60, "13.11.30"), (doubt.Cells, doubt.Examples.Single()));
        Assert.Equal(1969, csv.Inspect().Columns[0].Dates!.First.Year);
    }

    [Theory]
    [InlineData("1.13.508", "2.4.21")]
    [InlineData("10.131.5", "10.131.508")]
    [InlineData("10.0.0.1", "192.168.100.200")]
    public void Versions_and_addresses_are_texts(string first, string second)
    {
        using var csv = Create(60, row => row % 2 == 0 ? first : second);

        Assert.Equal(ColumnType.Categorical, csv.Inspect().Columns[0].Type);
    }

    [Fact]
    public void Several_points_between_thousands_are_told()
    {
        using var csv = Create(60, row => row % 2 == 0 ? $"{row + 1}.131.508" : $"{row + 1}.208");

        var profile = csv.Inspect();
        var doubt = profile.Attention.Single(each => each.Kind == AttentionKind.DecimalMark);

        Assert.Equal(ColumnType.Numeric, profile.Columns[0].Type);
        Assert.Equal("1.131.508", doubt.Examples.Single());
        Assert.Equal(ColumnType.Categorical, csv.Inspect(doubt.Action!.Dataset).Columns[0].Type);
    }

    [Fact]
    public void Brackets_that_mean_minus_are_told()
    {
        using var csv = Create(60, row => row % 3 == 0 ? $"({row % 9})" : $"{row}");

        var profile = csv.Inspect();
        var doubt = profile.Attention.Single(each => each.Kind == AttentionKind.Brackets);

        Assert.Equal((20, "(0)"), (doubt.Cells, doubt.Examples.Single()));
        Assert.Equal(-6, profile.Columns[0].Numbers!.Minimum);
    }

    /// <summary>Up to 30 % with one text are cells that do not fit; more make texts of all, and the profile offers numbers.</summary>
    [Theory]
    [InlineData("6+", 5, AttentionKind.InvalidCells, ColumnType.Numeric)]
    [InlineData("<0.5", 5, AttentionKind.InvalidCells, ColumnType.Numeric)]
    [InlineData("90+", 2, AttentionKind.MixedCells, ColumnType.Categorical)]
    public void Censored_numbers_are_no_missing_mark(string censored, int every, AttentionKind kind, ColumnType type)
    {
        using var csv = Create(61, row => row % every == 1 ? censored : (row % 8).ToString(CultureInfo.InvariantCulture));

        var profile = csv.Inspect();
        var doubt = profile.Attention.Single(each => each.Column == "v");

        Assert.Equal((type, kind), (profile.Columns[0].Type, doubt.Kind));
        Assert.Null(profile.Columns[0].Format);
        Assert.Equal(type == ColumnType.Numeric ? ColumnType.Categorical : ColumnType.Numeric, doubt.Action!.Dataset!.Columns!["v"]);
        Assert.NotEqual(type, csv.Inspect(doubt.Action.Dataset).Columns[0].Type);
        Assert.DoesNotContain(profile.Attention, each => each.Kind == AttentionKind.MissingValues);
    }

    [Theory]
    [InlineData("order_no")]
    [InlineData("kundennr")]
    [InlineData("invoice number")]
    [InlineData("Rechnungsnummer")]
    [InlineData("InvoiceNo")]
    public void Names_of_identifiers_are_told(string name)
    {
        using var csv = new CsvFile($"x,{name}\n" + string.Concat(Enumerable.Range(0, 60).Select(row => $"{row % 7},{7 * (row + 3) % 997}\n")));

        Assert.Equal(AttentionKind.LikelyIdentifier, csv.Inspect().Attention.Single().Kind);
    }

    [Theory]
    [InlineData("1772582400")]
    [InlineData("1772582400000")]
    public void Count_since_1970_is_a_date_in_a_column_of_dates(string text)
    {
        using var csv = Create(60, _ => text);

        var column = csv.Inspect(new DatasetPatch { Columns = new Dictionary<string, ColumnType> { ["v"] = ColumnType.Date } }).Columns[0];

        Assert.Equal((ColumnType.Date, 0, new DateTime(2026, 3, 4)), (column.Type, column.Invalid, column.Dates!.First));
    }

    /// <summary>Creates a table with the column v and another one.</summary>
    private static CsvFile Create(int rows, Func<int, string> cell) =>
        new("v,x\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{cell(row)},{row % 7}\n")));
}
