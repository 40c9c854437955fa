using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Training.Tests.Preprocessing;

public class TablePreprocessingTests
{
    private static readonly CsvFormat Format = new()
    {
        Delimiter = ',',
        Quote = '"',
        Header = true,
        Encoding = "utf-8",
        DecimalMark = '.',
        MissingMarks = [],
    };

    private static readonly ColumnSchema[] Columns = [new("n", ColumnType.Numeric), new("w", ColumnType.Categorical), new("d", ColumnType.Date)];

    [Fact]
    public void Inputs_match_values_computed_by_hand()
    {
        var table = CreateTable([1, 3, float.NaN, 8], ["x", "y", "x", null],
            [ToTicks(2020, 1, 1), ToTicks(2022, 1, 3), DateColumn.Missing, ToTicks(2020, 1, 1)]);

        // The fit excludes the last row: mean 2, deviation √2; x before y; years 2020 and 2022 with deviation √2.
        var fitted = TablePreprocessing.Fit(new PreprocessingSpec(), Format, Columns, (table, [0, 1, 2]));
        var inputs = fitted.Transform(table, _ => { });

        Assert.Equal(8, fitted.Width);
        var half = (float)(1 / Math.Sqrt(2));
        Assert.Equal([-half, 1, 0, 0, -half, 0, -half], Row(0)[..7]);
        Assert.Equal([half, 0, 1, 0, half, 0, half], Row(1)[..7]);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0], Row(2));
        Assert.Equal([(float)(6 / Math.Sqrt(2)), 0, 0, 1, -half, 0, -half], Row(3)[..7]);

        float[] Row(int row) => inputs[(row * fitted.Width)..((row + 1) * fitted.Width)];
    }

    [Fact]
    public void Other_rows_do_not_influence_fit()
    {
        var first = CreateTable([1, 3, 5, 8], ["x", "y", "x", "q"],
            [ToTicks(2020, 1, 1), ToTicks(2021, 1, 3), ToTicks(2021, 1, 3), ToTicks(2020, 1, 1)]);
        var second = CreateTable([1, 3, 5, 1e9f], ["x", "y", "x", "other"],
            [ToTicks(2020, 1, 1), ToTicks(2021, 1, 3), ToTicks(2021, 1, 3), DateColumn.Missing]);

        Assert.Equal(Json(Fit(first)), Json(Fit(second)));

        static TablePreprocessing Fit(Table table) =>
            TablePreprocessing.Fit(new PreprocessingSpec { LogSkewed = true }, Format, Columns, (table, [0, 1, 2]));
    }

    [Fact]
    public void Deserialized_preprocessing_gives_same_inputs()
    {
        var table = CreateTable([1, 3, float.NaN, 800],
            ["x", "y", "x", null],
            [ToTicks(2020, 1, 1), ToTicks(2022, 7, 3), DateColumn.Missing, ToTicks(2020, 1, 1) + (90 * TimeSpan.TicksPerMinute)]);
        var fitted = TablePreprocessing.Fit(
            new PreprocessingSpec { LogSkewed = true, Clip = 1, MaximumCategories = 1 }, Format, Columns, (table, [0, 1, 2, 3]));

        var read = JsonSerializer.Deserialize<TablePreprocessing>(Json(fitted), WireFormat.Options)!;

        Assert.Equal(fitted.Transform(table, _ => { }), read.Transform(table, _ => { }));
        Assert.All(fitted.Transform(table, _ => { }).Chunk(fitted.Width), row => Assert.InRange(row[0], -1, 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 2)]
    public void Rare_and_unseen_categories_share_an_input(int maximumCategories, int minimumRows)
    {
        var spec = new PreprocessingSpec { MaximumCategories = maximumCategories, MinimumCategoryRows = minimumRows };
        var table = CreateTable([1, 2, 3, 4, 5], ["x", "x", "y", "z", null], [0, 0, 0, 0, 0]);
        var fitted = TablePreprocessing.Fit(spec, Format, Columns[1..2], (table, [0, 1, 2, 3]));
        var problems = new List<CellProblem>();

        var inputs = fitted.Transform(CreateTable([1, 2, 3], ["z", "new", null], [0, 0, 0]), problems.Add);

        Assert.Equal([0, 1, 0, 0, 1, 0, 0, 0, 1], inputs);
        Assert.Equal([new CellProblem(1, "w", "'new' was not seen in training")], problems);
    }

    [Fact]
    public void Unseen_category_sets_no_input_if_no_category_is_rare()
    {
        var fitted = TablePreprocessing.Fit(new PreprocessingSpec(), Format, Columns[1..2], (CreateTable([1, 2], ["x", "y"], [0, 0]), [0, 1]));

        Assert.Equal([0, 0, 0], fitted.Transform(CreateTable([1], ["new"], [0]), _ => { }));
    }

    [Fact]
    public void Values_of_absent_column_are_missing()
    {
        var fitted = TablePreprocessing.Fit(new PreprocessingSpec(),
            Format, Columns, (CreateTable([1, 2], ["x", "y"], [ToTicks(2020, 1, 1), ToTicks(2021, 1, 1)]), [0, 1]));

        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 0], fitted.Transform(new Table(1, []), _ => { }));
    }

    [Fact]
    public void Schema_has_all_columns_and_complete_example()
    {
        var fitted = TablePreprocessing.Fit(new PreprocessingSpec(),
            Format, Columns, (CreateTable([1, 2], ["x", "y"], [ToTicks(2020, 1, 1), ToTicks(2021, 1, 1)]), [0, 1]));

        var schema = RowSchema.Create(fitted);

        Assert.Equal("""{"n":1.5,"w":"x","d":"2020-01-01"}""", schema["examples"]![0]!.ToJsonString());
        Assert.Equal("""["x","y",null]""", schema["properties"]!["w"]!["enum"]!.ToJsonString());
    }

    [Fact]
    public void Schema_example_is_valid_date()
    {
        var table = CreateTable([1, 2], ["x", "y"], [ToTicks(2021, 1, 30), ToTicks(2021, 3, 31)]);

        var schema = RowSchema.Create(TablePreprocessing.Fit(new PreprocessingSpec(), Format, Columns, (table, [0, 1])));

        Assert.Equal("2021-02-01", schema["examples"]![0]!["d"]!.GetValue<string>());
    }

    // The expected sums come from pandas: get_dummies(dummy_na=True) after standardizing over both tables.
    [Fact]
    public async Task Inputs_match_matrix_of_course_notes()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);
        using var http = new HttpClient();
        var houses = (TableDataset)await new KaggleHouse(RealDatasets.Folder, http, _ => { }).LoadAsync(TestContext.Current.CancellationToken);
        ColumnSchema[] columns = [.. houses.Train.Schema.Columns.Where(column => column.Name is not ("Id" or "SalePrice"))];
        var (train, test) = (Read(houses.Train), Read(houses.Test!));

        var fitted = TablePreprocessing.Fit(new PreprocessingSpec(), houses.Train.Profile.Format, columns, (train, All(train)), (test, All(test)));
        var inputs = fitted.Transform(train, _ => { });

        Assert.Equal(331, fitted.Width);
        Assert.Equal(63276.8316, inputs.Sum(input => (double)input), 0.01);
        Assert.Equal(116209.781, inputs.Sum(input => (double)input * input), 0.05);
        Assert.All(
            new (int Row, double Sum)[] { (0, 46.59138), (1, 45.91075), (2, 50.19215), (700, 58.30983), (1459, 42.82278) },
            expected => Assert.Equal(expected.Sum, inputs.Skip(expected.Row * 331).Take(331).Sum(input => (double)input), 1e-3));

        Table Read(TableFile file) => TableReader.ReadAll(file.Path, file.Schema, columns, file.Profile.Rows);
        static long[] All(Table table) => [.. Enumerable.Range(0, table.RowCount).Select(row => (long)row)];
    }

    private static string Json(TablePreprocessing fitted) => JsonSerializer.Serialize(fitted, WireFormat.Options);

    private static long ToTicks(int year, int month, int day) => new DateTime(year, month, day).Ticks;

    private static Table CreateTable(float[] numbers, string?[] words, long[] days)
    {
        string[] categories = [.. words.Where(word => word is not null).Distinct().Select(word => word!)];
        return new Table(numbers.Length,
        [
            new NumberColumn("n", numbers),
            new CategoryColumn("w", [.. words.Select(word => word is null ? CategoryColumn.Missing : Array.IndexOf(categories, word))], categories),
            new DateColumn("d", days),
        ]);
    }
}
