using LearnML.Contracts;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Preprocessing;

/// <summary>The time of preprocessing grows with the number of columns, not with its square.</summary>
[Collection(NonParallel.Name)]
public class ManyColumnsTests
{
    private static readonly CsvFormat Format =
        new() { Delimiter = ',', Quote = '"', Header = true, Encoding = "utf-8", DecimalMark = '.', MissingMarks = [] };

    [Fact]
    public void Sixteen_times_the_columns_take_at_most_100_times_as_long()
    {
        var (few, many) = (Measure(5_000), Measure(80_000));

        Assert.True(many < 100 * few, $"5,000 columns took {few}, 80,000 columns {many}");
    }

    private static TimeSpan Measure(int columns)
    {
        string[] names = [.. Enumerable.Range(0, columns).Select(column => $"column {column}")];
        ColumnSchema[] schemas = [.. names.Select(name => new ColumnSchema(name, ColumnType.Numeric))];
        return ProcessorTime.Of(() =>
        {
            var table = new Table(2, [.. names.Select(name => new NumberColumn(name, [1, 2]))]);
            TablePreprocessing.Fit(new PreprocessingSpec(), Format, schemas, (table, [0, 1])).Transform(table, _ => { });
        });
    }
}
