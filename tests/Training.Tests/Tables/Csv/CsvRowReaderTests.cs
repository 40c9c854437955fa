using System.Globalization;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tests.Tables.Csv;

/// <summary>Another thread reads the next block of rows. A file of several blocks gives all rows in order, and an error in its row.</summary>
public sealed class CsvRowReaderTests
{
    private const int Rows = 60_000;

    [Fact]
    public void All_rows_of_several_blocks_are_read_in_order()
    {
        using var reader = Open("");

        for (var row = 0; row < Rows; row++)
        {
            Assert.True(reader.Read());
            Assert.Equal((row + 2, 3), (reader.Line, reader.FieldCount));
            Assert.Equal(row.ToString(CultureInfo.InvariantCulture), reader[0].ToString());
            Assert.Equal($"say \"{row}\"", reader[1].ToString());
            Assert.Equal("", reader[2].ToString());
            Assert.Equal(CreateRow(row), reader.RawText.ToString());
        }

        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Fact]
    public void Error_of_a_late_row_comes_after_the_rows_before_it()
    {
        using var reader = Open("1,\"never closed");
        var read = 0;

        var exception = Assert.Throws<CsvRowException>(() =>
        {
            while (reader.Read())
            {
                read++;
            }
        });

        Assert.Equal(Rows, read);
        Assert.StartsWith($"line {Rows + 2}", exception.ToProblem([]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_can_be_closed_while_a_block_is_read()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            using var reader = Open("");
            for (var row = 0; row < 5_000; row++)
            {
                Assert.True(reader.Read());
            }
        }
    }

    private static string CreateRow(int row) => string.Create(CultureInfo.InvariantCulture, $"{row},\"say \"\"{row}\"\"\", \n");

    private static CsvRowReader Open(string lastRow) => new(
        new MemoryStream(Encoding.UTF8.GetBytes("a,b,c\n" + string.Concat(Enumerable.Range(0, Rows).Select(CreateRow)) + lastRow)),
        new CsvFormat { Delimiter = ',', Quote = '"', Header = true, Encoding = "utf-8", DecimalMark = '.', MissingMarks = [] });
}
