using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Columns;

public class NumberColumnTests
{
    /// <summary>Near these Unix times, float32 has one value per 128 seconds.</summary>
    [Theory]
    [InlineData(1_700_000_000, false)]
    [InlineData(-9_000_000_001, false)]
    [InlineData(1_700_000_000, true)]
    public void Close_numbers_far_from_0_stay_distinct(double first, bool logSkewed)
    {
        const int Rows = 30;
        using var csv = new CsvFile("t,x\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => $"{first + (row * row % 31)},{row % 7}\n")));
        var file = new TableFile(csv.Path, csv.Inspect());

        var table = TableReader.ReadAll(file.Path, file.Schema, file.Schema.Columns, Rows);
        var fitted = TablePreprocessing.Fit(
            new PreprocessingSpec { LogSkewed = logSkewed }, file.Schema.Format,
            file.Schema.Columns, (table, [.. Enumerable.Range(0, Rows).Select(row => (long)row)]));
        var again = TableReader.ReadAll(file.Path, file.Schema, fitted.ColumnSchemas, Rows);

        var column = (NumberColumn)table.Find("t")!;
        Assert.Equal(Enumerable.Range(0, Rows).Select(row => first + (row * row % 31)), Enumerable.Range(0, Rows).Select(row => column[row]));
        var inputs = fitted.Transform(table, _ => { });
        Assert.Equal(16, inputs.Where((_, index) => index % 2 == 0).Distinct().Count());
        Assert.All(fitted.Transform(again, _ => { }).Zip(inputs), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
    }

    [Fact]
    public void Ordinary_numbers_are_stored_without_offset()
    {
        using var csv = new CsvFile("year,x\n1999,0.5\n2001,1e9\n2003,7\n2003,-2\n");

        var table = csv.Read();

        Assert.Equal([1999f, 2001, 2003, 2003], ((NumberColumn)table.Find("year")!).Values);
        Assert.All(table.Columns, column => Assert.Equal(0, ((NumberColumn)column).Offset));
    }
}
