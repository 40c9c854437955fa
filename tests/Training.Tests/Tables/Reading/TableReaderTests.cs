using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Reading;

public class TableReaderTests
{
    [Fact]
    public void Reader_parses_values_by_column_type()
    {
        using var csv = new CsvFile("n,w,d\n1.5,x,2020-01-02\nNA,,2020-01-03 10:30\n3,\"y,z\",\n");

        var table = csv.Read();

        Assert.Equal([1.5f, float.NaN, 3], ((NumberColumn)table.Columns[0]).Values);
        var words = (CategoryColumn)table.Columns[1];
        Assert.Equal([0, CategoryColumn.Missing, 1], words.Codes);
        Assert.Equal(["x", "y,z"], words.Categories);
        var days = (DateColumn)table.Columns[2];
        Assert.Equal([new DateTime(2020, 1, 2), new DateTime(2020, 1, 3, 10, 30, 0)], days.Ticks[..2].Select(ticks => new DateTime(ticks)));
        Assert.Equal(DateColumn.Missing, days.Ticks[2]);
    }

    [Fact]
    public void Reader_accepts_any_column_order_and_skips_other_columns()
    {
        ColumnSchema[] columns = [new("a", ColumnType.Numeric), new("b", ColumnType.Categorical), new("c", ColumnType.Numeric)];
        var problems = new List<CellProblem>();
        using var reader = new TableReader(new MemoryStream("other,b,a\nz,x,1\nz,y,long\n"u8.ToArray()), "rows.csv", Format, columns, problems.Add);

        var table = reader.Read(100);

        Assert.Equal(["c"], reader.MissingColumns);
        Assert.Equal([1, float.NaN], ((NumberColumn)table.Find("a")!).Values);
        Assert.Equal([float.NaN, float.NaN], ((NumberColumn)table.Find("c")!).Values);
        Assert.Equal([new CellProblem(1, "a", "'long' is not a number")], problems);
    }

    [Fact]
    public void Batches_together_have_all_rows()
    {
        var text = "n,w\n" + string.Concat(Enumerable.Range(0, 1003).Select(row => $"{row},w{row % 7}\n"));
        ColumnSchema[] columns = [new("n", ColumnType.Numeric), new("w", ColumnType.Categorical)];
        using var reader = new TableReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "rows.csv", Format, columns, _ => { });

        var (numbers, words) = (new List<float>(), new List<string>());
        while (reader.Read(100) is { RowCount: > 0 } chunk)
        {
            numbers.AddRange(((NumberColumn)chunk.Columns[0]).Values);
            var column = (CategoryColumn)chunk.Columns[1];
            words.AddRange(column.Codes.Select(code => column.Categories[code]));
        }

        Assert.Equal(Enumerable.Range(0, 1003).Select(row => (float)row), numbers);
        Assert.Equal(Enumerable.Range(0, 1003).Select(row => $"w{row % 7}"), words);
    }

    /// <summary>Fields have delimiters, quotes and line breaks of every kind.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reader_preserves_fields_with_special_characters(int seed)
    {
        var random = new Random(seed);
        var delimiter = ",;\t|"[random.Next(4)];
        var newLine = random.Next(2) == 0 ? "\n" : "\r\n";
        var words = Enumerable.Range(0, 12).Select(_ => Word(random)).Distinct().ToArray();
        var rows = Enumerable.Range(0, 300).Select(_ => (Word: words[random.Next(words.Length)], Number: random.Next(1000))).ToArray();
        var text = new StringBuilder($"word{delimiter}number{newLine}");
        foreach (var (word, number) in rows)
        {
            text.Append($"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{delimiter}{number}{newLine}");
        }

        using var csv = new CsvFile(text.ToString());
        var table = csv.Read();

        var column = (CategoryColumn)table.Find("word")!;
        Assert.Equal(rows.Select(row => row.Word.Trim()), column.Codes.Select(code => column.Categories[code]));
        Assert.Equal(rows.Select(row => (float)row.Number), ((NumberColumn)table.Find("number")!).Values);
    }

    private static CsvFormat Format { get; } = new()
    {
        Delimiter = ',',
        Quote = '"',
        Header = true,
        Encoding = "utf-8",
        DecimalMark = '.',
        MissingMarks = [],
    };

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(3, 12)).Select(_ => "ab,;\t|\"\n' ü"[random.Next(11)])) + "z";
}
