using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tests.Tables.Csv;

/// <summary>A row with more fields than allowed is refused, with its line. Only delimiters between fields count.</summary>
public class FieldLimitTests
{
    private const int MaximumFields = 3;

    // Longer than several reads, and with delimiters and quotes that do not end the field.
    private static readonly string LongText = string.Concat(Enumerable.Repeat("a,\"\"b,\"\",\n", 30_000));
    private static readonly string LongField = $"\"{LongText}\"";
    private static readonly string UnquotedField = string.Concat(Enumerable.Repeat("5\" x 3\"", 20_000));

    public static TheoryData<string, int> AcceptedRows => new()
    {
        { "a,b,c\n1,2,3\n", 2 },
        { $"a,b,c\n1,{LongField},3\n4,5,6\n", 3 },
        { $"a,b,c\n{LongField},{LongField},{LongField}\n4,5,6\n", 3 },
        { $"a,b,c\n1,{UnquotedField},{LongField}\n4,5,6", 3 },
        { string.Concat(Enumerable.Repeat("a,b,c\n", 50_000)), 50_000 },
        { string.Concat(Enumerable.Repeat("a,b,c\r", 50_000)), 50_000 },
        { string.Concat(Enumerable.Repeat("\"a,\",b,\"\"\r\n", 50_000)), 50_000 },
    };

    public static TheoryData<string, int, string> RefusedRows => new()
    {
        { "a,b,c,d\n1,2,3,4\n", 1, "4" },
        { "a,b,c\n1,2,3,4\n", 2, "4" },
        { "a,b,c\n\"x,y\",2,3,4\n", 2, "4" },
        { $"a,b,c\n1,2,3\n{LongField},2,3,4\n", 3, "more than 3" },
        { $"a,b,c\n1,{UnquotedField},3,4\n", 2, "more than 3" },
        { $"a,b,c\n1,2,{LongField},{LongField}\n", 2, "more than 3" },
        { new string(',', 1_000_000), 1, "more than 3" },
        { "a,b,c\n" + new string(',', 1_000_000), 2, "more than 3" },
        { "a,b,c\n\n1,2,3\n" + string.Concat(Enumerable.Repeat("1,\r", 20_000)) + "\n", 4, "" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(AcceptedRows))]
    public void Rows_within_the_limit_are_read(string text, int rows)
    {
        using var reader = Open(text);

        var count = 1;
        for (; reader.Read(); count++)
        {
            Assert.Equal(MaximumFields, reader.FieldCount);
        }

        Assert.Equal(rows, count);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(RefusedRows))]
    public void Row_beyond_the_limit_is_refused(string text, int line, string fields)
    {
        var exception = Assert.Throws<CsvRowException>(() =>
        {
            using var reader = Open(text);
            while (reader.Read())
            {
                Assert.Equal(MaximumFields, reader.FieldCount);
            }
        });

        var problem = exception.ToProblem([]).ToString();
        Assert.StartsWith($"line {line}: it has {fields}", problem, StringComparison.Ordinal);
        Assert.EndsWith(" columns; at most 3 can be read", problem, StringComparison.Ordinal);
    }

    private static CsvRowReader Open(string text) => new(
        new MemoryStream(Encoding.UTF8.GetBytes(text)),
        new CsvFormat { Delimiter = ',', Quote = '"', Header = true, Encoding = "utf-8", DecimalMark = '.', MissingMarks = [] },
        MaximumFields);
}
