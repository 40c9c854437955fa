using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Inspection;

/// <summary>The statistics of the columns of a file.</summary>
public class ColumnStatisticsTests
{
    [Fact]
    public void Column_without_values_has_no_statistics()
    {
        using var csv = new CsvFile("m,d,x\n,NA,1\n,NA,2\n,NA,5\n");

        var columns = csv.Inspect(new DatasetPatch
        {
            Columns = new Dictionary<string, ColumnType> { ["m"] = ColumnType.Numeric, ["d"] = ColumnType.Date },
        }).Columns;

        Assert.Equal([ColumnType.Numeric, ColumnType.Date], columns.Take(2).Select(column => column.Type));
        Assert.All(columns.Take(2), column => Assert.Equal((null, null, 0), (column.Numbers, column.Dates, column.Count)));
    }

    [Fact]
    public void Inspector_computes_statistics()
    {
        using var csv = new CsvFile("n,d,w\n1,2020-01-01,b\n2,2020-03-01,a\n4,2020-02-01,b\n,,\n");

        var columns = csv.Inspect().Columns;

        Assert.Equal((3, 1, 3), (columns[0].Count, columns[0].Missing, columns[0].Distinct));
        Assert.Equal((1.0, 4.0), (columns[0].Numbers!.Minimum, columns[0].Numbers!.Maximum));
        Assert.Equal(7 / 3.0, columns[0].Numbers!.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(7 / 3.0), columns[0].Numbers!.StandardDeviation, 1e-12);
        Assert.Equal((new DateTime(2020, 1, 1), new DateTime(2020, 3, 1)), (columns[1].Dates!.First, columns[1].Dates!.Last));
        Assert.Equal([new CategoryCount("b", 2), new CategoryCount("a", 1)], columns[2].Top!);
    }

    [Fact]
    public void Inspector_counts_10000_categories()
    {
        using var csv = new CsvFile("id,name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row},n{row % 10_000}\n")));

        var name = csv.Inspect().Columns[1];

        Assert.Equal((ColumnType.Categorical, 10_000), (name.Type, name.Distinct));
    }

    [Fact]
    public void Histogram_has_bins_of_equal_width()
    {
        // 0 to 48 once each, 47 fifty more times, and one missing value.
        using var csv = new CsvFile(
            "a,b\n" + string.Concat(Enumerable.Range(0, 49).Concat(Enumerable.Repeat(47, 50)).Select(number => $"{number}.0,x\n")) + "NA,x\n");

        var histogram = csv.Inspect().Columns[0].Numbers!.Histogram!;

        Assert.Equal((0, 48), (histogram.From, histogram.To));
        Assert.Equal([.. Enumerable.Repeat(2, 23), 53], histogram.Counts);
    }

    [Theory]
    [InlineData("-3e38,3e38", 1, 1)]
    [InlineData("7,7,7", 3, 3)]
    [InlineData("0,1e-45", 1, 1)]
    [InlineData("1,1.0000000000000002,3e38", 2, 1)]
    public void Histogram_includes_extreme_numbers(string numbers, int first, int last)
    {
        using var csv = new CsvFile("a,b\n" + string.Concat(numbers.Split(',').Select(number => $"{number},x\n")));

        var histogram = csv.Inspect().Columns[0].Numbers!.Histogram!;

        Assert.Equal((first, last), (histogram.Counts[0], histogram.Counts[^1]));
        Assert.Equal(numbers.Split(',').Length, histogram.Counts.Sum());
    }
}
