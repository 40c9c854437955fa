using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Csv;

/// <summary>A file with far too many columns is refused before it costs anything.</summary>
[Collection(NonParallel.Name)]
public class WideFileTests
{
    private const int Columns = 400_000;

    // It takes milliseconds. In a time that grows with the square of the columns it took minutes.
    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(5);

    public static TheoryData<string, string> Files => new()
    {
        { "names", Header(',') },
        { "names after semicolons", Header(';') },
        { "quoted names", "\"" + Header(',').Replace(",", "\",\"", StringComparison.Ordinal) + "\"" },
        { "no names", new string(',', Columns) },
        { "one name", string.Join(',', Enumerable.Repeat("x", Columns)) },
        { "a long name, then names", $"\"{new string('x', 1_000_000)}\"," + Header(',') },
        { "a wide row", "a,b\n1,2\n" + Header(',') },
        { "a wide row after a long one", $"a,b\n1,\"{new string(',', 1_000_000)}\"\n" + Header(',') },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Files))]
    public void Wide_file_is_refused_at_once(string name, string text)
    {
        using var csv = new CsvFile(text);
        var format = new CsvFormat
        {
            Delimiter = text.Contains(';', StringComparison.Ordinal) ? ';' : ',',
            Quote = '"',
            Header = true,
            Encoding = "utf-8",
            DecimalMark = '.',
            MissingMarks = [],
        };

        var inspected = ProcessorTime.Of(() => AssertRefused(() => csv.Inspect()));
        var read = ProcessorTime.Of(() => AssertRefused(() =>
        {
            using var reader = new TableReader(
                File.OpenRead(csv.Path), "The file", format, [new ColumnSchema("a", ColumnType.Numeric)], _ => { }, maximumColumns: 10_000);
            reader.Read(10);
        }));

        Assert.True(inspected < MaximumTime, $"{name}: inspecting took {inspected}");
        Assert.True(read < MaximumTime, $"{name}: reading took {read}");
    }

    private static void AssertRefused(Action read) => Assert.EndsWith(
        "it has more than 10000 columns; at most 10000 can be read",
        Assert.Single(Assert.Throws<TableFormatException>(read).Problems).ToString(),
        StringComparison.Ordinal);

    private static string Header(char delimiter) => string.Join(delimiter, Enumerable.Range(0, Columns).Select(column => $"c{column}"));
}
