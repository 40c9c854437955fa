using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Data;

public class TableColumnsTests
{
    [Theory]
    [InlineData("1,1.0,01,2,0.5,2.0", "0.5 1 2")]
    [InlineData("True,true,TRUE,False,false,true", "False True")]
    [InlineData("x1,x01,x1.0,x1,x1,x1", "x01 x1 x1.0")]
    public void Classes_are_values_not_notations(string targets, string classes)
    {
        using var csv = new CsvFile("x,y\n" + string.Concat(targets.Split(',').Select((target, row) => $"{row * 7 % 5},{target}\n")));

        var (columns, dataset) = Columns(csv, new JobSpec { Dataset = "table", Target = "y", Task = LearningTask.Classification });
        var target = TargetColumn.Read(
            TableReader.ReadAll(csv.Path, dataset.Train.Schema, columns.TargetAndFeatures, 6).Find("y")!, TargetTransform.Auto);

        Assert.Equal(classes.Split(' '), target.Classes);
    }

    [Theory]
    [InlineData("2024-05-01 10:00:{0:00}", 1)]
    [InlineData("2024-05-01T10:00:00.{0:000}Z", 0.001)]
    public void Times_within_a_minute_are_different(string format, double seconds)
    {
        using var csv = new CsvFile("t,y\n" + string.Concat(Enumerable.Range(0, 50).Select(
            row => $"{string.Format(CultureInfo.InvariantCulture, format, row * 7 % 50)},{row % 6}\n")));
        var validation = new ValidationSpec { Assignment = FoldAssignment.Time, TimeColumn = "t" };
        var spec = new JobSpec { Dataset = "table", Target = "y", Validation = validation };

        var (columns, dataset) = Columns(csv, spec);
        var times = TimeColumn.Read(dataset.Train, columns.Time!, [0, 1, 2]);

        Assert.Equal((ColumnType.Date, 50), (dataset.Train.Profile.Columns[0].Type, dataset.Train.Profile.Columns[0].Distinct));
        Assert.Equal([7 * seconds, 14 * seconds], times.Skip(1).Select(time => Math.Round((time - times[0]) / TimeSpan.TicksPerSecond, 4)));
    }

    /// <summary>Near these numbers, float32 has one value per 1024.</summary>
    [Theory]
    [InlineData("9000000001,9000000002,2000000003,2000000004,9000000002.0,9000000001", 4)]
    [InlineData("12345678901234567890,12345678901234567891,1,2,3,3", 5)]
    [InlineData("2020-01-01,2020-01-02,2020-01-01,9999-12-31,2020-01-02,2020-01-03", 4)]
    public void Groups_with_long_numbers_stay_distinct(string groups, int expected)
    {
        using var csv = new CsvFile("x,g,y\n" + string.Concat(groups.Split(',').Select((group, row) => $"{row * 7 % 5},{group},{row % 4}\n")));
        var spec = new JobSpec
        {
            Dataset = "table",
            Target = "y",
            Validation = new ValidationSpec { Folds = 2, Assignment = FoldAssignment.Group, GroupColumn = "g" },
        };

        var (columns, dataset) = Columns(csv, spec);
        var codes = TargetColumn.ReadGroupCodes(dataset.Train, columns.Group!, [0, 1, 2, 3, 4, 5]);

        Assert.Contains(columns.Features, feature => feature.Name == "g");
        Assert.Equal(expected, codes.Distinct().Count());
    }

    private static (TableColumns Columns, TableDataset Dataset) Columns(CsvFile csv, JobSpec spec)
    {
        var dataset = new TableDataset(
            new DatasetSummary { Name = "table", Description = "", Kind = DatasetKind.Table }, "", new TableFile(csv.Path, csv.Inspect()));
        return (TableColumns.Select(spec, dataset), dataset);
    }
}
