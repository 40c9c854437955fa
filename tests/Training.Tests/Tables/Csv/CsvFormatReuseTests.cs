using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tests.Tables.Csv;

public class CsvFormatReuseTests
{
    [Theory]
    [InlineData("iso-8859-1", "a,b\n1,x\n", "utf-8", "iso-8859-1")]
    [InlineData("windows-1252", "a,b\n1,x\n", "utf-8", "windows-1252")]
    [InlineData("utf-16", "a,b\n1,x\n", "utf-8", "utf-8")]
    [InlineData("utf-8", "a,b\n1,x\n", "utf-16", "utf-16")]
    [InlineData("iso-8859-1", "a,b\n1,é\n", "utf-8", "utf-8")]
    [InlineData("utf-8", "a,b\n1,é\n", "iso-8859-1", "iso-8859-1")]
    public void Usual_encoding_applies_only_if_file_does_not_show_its_encoding(string usual, string text, string written, string expected)
    {
        using var content = new MemoryStream(Encoding.GetEncoding(written).GetBytes(text));

        var format = CsvFormatReuse.WithEncodingOf(content, "It", Format with { Encoding = usual }, null);

        Assert.Equal((Format with { Encoding = expected }, 0L), (format, content.Position));
        Assert.Equal("utf-16BE", CsvFormatReuse.WithEncodingOf(content, "It", Format, "utf-16BE").Encoding);
    }

    private static CsvFormat Format { get; } = new()
    {
        Delimiter = ';',
        Quote = '"',
        Header = true,
        Encoding = "utf-8",
        DecimalMark = '.',
        MissingMarks = [],
    };
}
