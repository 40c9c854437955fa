using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Tests.Preprocessing;

/// <summary>Encoding a row value by value gives the same inputs as encoding a table.</summary>
public class RowEncoderTests
{
    private static readonly CsvFormat Format = new()
    {
        Delimiter = ';',
        Quote = '"',
        Header = true,
        Encoding = "utf-8",
        DecimalMark = ',',
        MissingMarks = ["NA"],
    };

    private static readonly ColumnSchema[] Columns =
    [
        new("number", ColumnType.Numeric),
        new("far", ColumnType.Numeric),
        new("word", ColumnType.Categorical),
        new("yes", ColumnType.Boolean),
        new("day", ColumnType.Date),
        new("time", ColumnType.Date),
    ];

    [Theory]
    [InlineData(false, 100, null, false)]
    [InlineData(true, 2, 1.5, false)]
    [InlineData(false, 2, null, true)]
    [InlineData(false, 2, null, true, NumberScaling.Quantile)]
    public void Encoder_gives_same_inputs_and_problems_as_table(
        bool logSkewed, int categories, double? clip, bool hasAllInputs, NumberScaling scaling = NumberScaling.Robust)
    {
        string[][] fitted = [.. Enumerable.Range(0, 60).Select(row => CreateRow(row, 8))];
        string[][] rows = [.. Enumerable.Range(0, 200).Select(row => CreateRow(1000 + row, 12))];
        var table = CreateTable(fitted, Columns, _ => { });
        var spec = new PreprocessingSpec
        {
            LogSkewed = logSkewed,
            MaximumCategories = categories,
            Clip = clip,
            Scaling = hasAllInputs ? scaling : NumberScaling.Standard,
            SmoothClip = hasAllInputs ? 3 : null,
            MissingIndicators = hasAllInputs,
            Bins = hasAllInputs ? 4 : null,
        };
        var preprocessing = TablePreprocessing.Fit(spec, Format, Columns, (table, [.. Enumerable.Range(0, 60)]));
        var (expected, actual) = (new List<CellProblem>(), new List<CellProblem>());

        var inputs = preprocessing.Transform(CreateTable(rows, preprocessing.ColumnSchemas, expected.Add), expected.Add);
        var encoder = new RowEncoder(preprocessing);
        var encoded = new float[rows.Length * encoder.Width];
        foreach (var (row, values) in rows.Index())
        {
            for (var column = 0; column < values.Length; column++)
            {
                if (encoder.Write(column, values[column], encoded.AsSpan(row * encoder.Width, encoder.Width)) is { } reason)
                {
                    actual.Add(new CellProblem(row, encoder.Columns[column], reason));
                }
            }
        }

        Assert.Equal(inputs, encoded);
        Assert.NotEmpty(actual);
        Assert.Equal(expected.OrderBy(problem => problem.Row).ThenBy(problem => problem.Column),
            actual.OrderBy(problem => problem.Row).ThenBy(problem => problem.Column));
    }

    [Fact]
    public void Number_and_its_text_give_same_input()
    {
        var table = CreateTable([.. Enumerable.Range(0, 60).Select(row => CreateRow(row, 8))], Columns, _ => { });
        var encoder = new RowEncoder(TablePreprocessing.Fit(new PreprocessingSpec(), Format, Columns, (table, [.. Enumerable.Range(0, 60)])));
        foreach (var number in new[] { 0, -1.5, 1e6 + 0.1, 1 / 3.0, 1e30, double.NaN, 1e39, double.PositiveInfinity })
        {
            var (byText, byNumber) = (new float[encoder.Width], new float[encoder.Width]);
            var text = double.IsNaN(number) ? "" : number.ToString("r", CultureInfo.InvariantCulture).Replace('.', ',');
            for (var column = 0; column < 2; column++)
            {
                Assert.Equal(encoder.Write(column, text, byText) is null, encoder.Write(column, number, byNumber) is null);
            }

            Assert.Equal(byText, byNumber);
        }
    }

    [Theory]
    [InlineData("1e300", "'1e300' is out of range: a float32 holds numbers from -3.4e38 to 3.4e38")]
    [InlineData("-1e999", "'-1e999' is out of range: a float32 holds numbers from -3.4e38 to 3.4e38")]
    [InlineData("1e3x", "'1e3x' is not a number")]
    [InlineData("-Infinity", "'-Infinity' is out of range: a float32 holds numbers from -3.4e38 to 3.4e38")]
    [InlineData("NaN", null)]
    [InlineData("n/a", null)]
    public void Problem_distinguishes_invalid_text_from_too_large_number(string text, string? reason)
    {
        var table = CreateTable([CreateRow(0, 8)], Columns, _ => { });
        var encoder = new RowEncoder(TablePreprocessing.Fit(new PreprocessingSpec(), Format, Columns, (table, [0])));

        Assert.Equal(reason, encoder.Write(0, text, new float[encoder.Width]));
    }

    [Fact]
    public void Encoder_finds_columns_by_name()
    {
        var table = CreateTable([.. Enumerable.Range(0, 60).Select(row => CreateRow(row, 8))], Columns, _ => { });
        var encoder = new RowEncoder(TablePreprocessing.Fit(new PreprocessingSpec(), Format, Columns[1..], (table, [0, 1, 2, 3])));

        Assert.Equal((0, 4, -1), (encoder.IndexOf("far"), encoder.IndexOf("time"), encoder.IndexOf("number")));
        Assert.True(encoder.IsIgnored("number"));
        Assert.False(encoder.IsIgnored("far"));
    }

    private static Table CreateTable(string[][] rows, IReadOnlyList<ColumnSchema> columns, Action<CellProblem> problem)
    {
        var builder = new TableBuilder(Format, columns, problem);
        foreach (var row in rows)
        {
            foreach (var (column, value) in row.Index())
            {
                builder.Add(column, value);
            }

            builder.EndRow();
        }

        return builder.BuildAndReset();
    }

    /// <summary>Creates values of each type. Some are missing, some are invalid, and only the first words are known from training.</summary>
    private static string[] CreateRow(int seed, int words)
    {
        var random = new SplitMix64((ulong)seed);
        return
        [
            Or("x", string.Create(CultureInfo.InvariantCulture, $"{random.NextNormal() * random.NextNormal() * 100}").Replace('.', ',')),
            Or("1e99", string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + random.NextInt32(1000)}")),
            Or("", $"word {random.NextInt32(words)}"),
            Or("perhaps", random.NextInt32(2) == 0 ? "Yes" : "no"),
            Or("soon", new DateTime(2020, 1, 1).AddDays(random.NextInt32(900)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            Or("NA", new DateTime(2020, 1, 1).AddMinutes(random.NextInt32(900_000)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        ];

        string Or(string other, string value) => random.NextInt32(8) == 0 ? random.NextInt32(2) == 0 ? other : "" : value;
    }
}
