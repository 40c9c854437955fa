using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Splitting;

/// <summary>Splits of real tables: what is read from the file decides which rows belong together.</summary>
public class TableSplitTests
{
    [Fact]
    public void Rows_with_equal_features_are_equal_whatever_their_notation_target_or_other_columns()
    {
        // "id" is an identifier and no feature. Rows 0, 3 and 4 are equal: 1 = 1.0 and True = true.
        var sets = Read(
            "id,x,flag,y\nk1,1,True,5\nk2,2,True,6\nk3,1,False,7\nk4,1.0,true,8\nk5,1,true,5\nk6,,False,1\nk7,,False,2\n",
            new ValidationSpec(),
            data => data.EqualRows);

        Assert.Equal([0, 1, 2, 0, 0, 3, 3], sets);
    }

    [Theory]
    [InlineData("2024-01-31 9999-12-31 2023-06-01 2024-01-30", "2 3 0 1")]
    [InlineData("31.01.2024 01.02.2024 28.02.1999 01.01.2000", "2 3 0 1")]
    [InlineData("10 9.5 -3 1000", "2 1 0 3")]
    [InlineData("1 2 3 4", "0 1 2 3")] // The first column with consecutive numbers is an identifier, and can still order the rows.
    public void Rows_are_ordered_by_dates_and_by_numbers(string times, string expected)
    {
        var csv = "t,x,y\n" + string.Concat(times.Split(' ').Select((time, row) => $"{time},{row * 3 % 7},{row % 2}.5\n"));
        var order = Read(csv, new ValidationSpec { TimeColumn = "t", Assignment = FoldAssignment.Time },
            data => data.Times.Index().OrderBy(time => time.Item).Select(time => time.Index).ToArray());

        Assert.Equal(expected.Split(' ').Select(row => int.Parse(row, CultureInfo.InvariantCulture)), Ranks(order));

        static IEnumerable<int> Ranks(int[] order) => Enumerable.Range(0, order.Length).Select(row => Array.IndexOf(order, row));
    }

    private static T Read<T>(string content, ValidationSpec validation, Func<TrainingData, T> read)
    {
        using var csv = new CsvFile(content);
        using var scope = NewDisposeScope();
        var dataset = new TableDataset(
            new DatasetSummary { Name = "table", Description = "", Kind = DatasetKind.Table }, "", new TableFile(csv.Path, csv.Inspect()));
        using var data = TrainingData.Create(new JobSpec { Dataset = "table", Target = "y", Validation = validation }, dataset, CPU);
        return read(data);
    }
}
