using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Inspection;

/// <summary>The last rows are left out if they are notes, or a total by its numbers.</summary>
public class FooterTests
{
    private const string Header = "shop,units,price\n";

    /// <summary>The units are 3, 5, ..., 41, and add up to 440; the prices are 1.25, 2.25, ..., 20.25, and add up to 215.</summary>
    private static readonly string Rows = string.Concat(Enumerable.Range(1, 20).Select(row => $"s{row % 4},{(2 * row) + 1},{row}.25\n"));

    [Theory]
    [InlineData("Total,440,215.00\n", 1)]
    [InlineData("TOTAL:,440,215\n", 1)]
    [InlineData("s1,Total,9\n", 1)]
    [InlineData(",440,215\n", 1)]
    [InlineData("Average,22,10.75\n", 1)]
    [InlineData("Total,440,215\nSource: the shops,,\n", 2)]
    [InlineData("Total,440,215\nAverage,22,10.75\n", 2)]
    [InlineData("Average,22,10.75\nMax,41,20.25\nMin,3,1.25\nTotal,440,215\nSource: the shops,,\n", 5)]
    [InlineData("Total,440,215\nSource: the shops\n", 2)]
    [InlineData("Source: the shops\nData as of May\n", 2)]
    [InlineData("Source: the shops,,\n", 1)]
    [InlineData("Total,441,219\n", 0)]
    [InlineData("Total,17,9.25\n", 0)]
    [InlineData(",17,9.25\n", 0)]
    [InlineData("s1,440,215\n", 0)]
    [InlineData("s1,,\n", 1)]
    [InlineData("Max,41,20.25\n", 0)]
    public void Last_rows_are_left_out_if_they_are_notes_or_sums(string lastRows, int expected)
    {
        using var csv = new CsvFile(Header + Rows + lastRows);

        var profile = csv.Inspect();

        Assert.Equal(expected, profile.Format.FooterRows);
        Assert.Equal(20 + (expected > 0 ? 0 : 1), profile.Rows);
        Assert.Equal(profile.Rows, csv.Read().RowCount);
        Assert.Equal(expected > 0 || lastRows.StartsWith("Total", StringComparison.Ordinal),
            profile.Attention.Any(doubt => doubt.Kind == AttentionKind.TotalRow));
    }

    [Fact]
    public void Total_that_is_no_sum_is_kept_and_told()
    {
        using var csv = new CsvFile(Header + Rows + "Total,17,9.25\n");

        var doubt = csv.Inspect().Attention.Single(each => each.Kind == AttentionKind.TotalRow);

        Assert.Equal(22, doubt.Lines.Single());
        Assert.Contains("are not the sums of the others, so it is kept", doubt.Message, StringComparison.Ordinal);
        Assert.Equal(20, csv.Inspect(doubt.Action!.Dataset).Rows);
    }

    /// <summary>The numbers of 2,000 rows have two decimals, so their sum may differ by rounding.</summary>
    [Fact]
    public void Sum_of_rounded_numbers_is_a_total()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 2000).Select(_ => random.NextDouble() * 100).ToArray();
        using var csv = new CsvFile("a,b\n" + string.Concat(values.Select((value, row) => FormattableString.Invariant($"k{row % 9},{value:f2}\n")))
            + FormattableString.Invariant($"Total,{values.Sum():f2}\n"));

        Assert.Equal(1, csv.Inspect().Format.FooterRows);
    }

    [Theory]
    [InlineData("171,810,981\n", 1)]
    [InlineData("171,810,982\n", 0)]
    public void Row_of_sums_needs_no_label(string lastRow, int expected)
    {
        using var csv = new CsvFile(
            "a,b,y\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"{row % 19},{row + 31},{(row % 19) + row + 31}\n")) + lastRow);

        Assert.Equal(expected, csv.Inspect().Format.FooterRows);
    }

    [Fact]
    public void Short_row_before_the_end_or_of_one_word_is_refused()
    {
        using var middle = new CsvFile(Header + Rows + "Source: the shops\ns1,4,5\n");
        using var cut = new CsvFile(Header + Rows + "s1\n");

        var exception = Assert.Throws<TableFormatException>(() => middle.Inspect());
        Assert.Contains("line 22: the row has 1 fields", exception.Message, StringComparison.Ordinal);
        Assert.Contains("line 22: the row has 1 fields", Assert.Throws<TableFormatException>(() => cut.Inspect()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_footer_rows_are_an_error_of_that_setting()
    {
        using var csv = new CsvFile(Header + Rows);

        var problem = Assert.Throws<TableFormatException>(() => csv.Inspect(new DatasetPatch { FooterRows = 20 })).Problems.Single();

        Assert.Equal(("footerRows", "footerRows is 20, but the table has only 20 rows"), (problem.Setting, problem.Reason));
    }
}
