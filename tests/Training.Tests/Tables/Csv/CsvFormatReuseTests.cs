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

        var format = CsvFormatReuse.AdaptTo(content, "It", Format with { Encoding = usual }, []);

        Assert.Equal((Format with { Encoding = expected }, 0L), (format, content.Position));
        Assert.Equal("utf-16BE", CsvFormatReuse.AdaptTo(content, "It", Format, [], "utf-16BE").Encoding);
    }

    [Theory]
    [InlineData("size;price\n1.5;2\n", ';', '.')]
    [InlineData("size,price\n1.5,2\n", ',', '.')]
    [InlineData("\"Size\"\t\"price\"\n1,5\t2\n", '\t', ',')]
    [InlineData("shops of May\n\nsize|price\n1,5|2\n", '|', ',')]
    [InlineData("other,names\n1,2\n", ';', '.')]
    public void Delimiter_is_the_one_that_separates_the_known_names(string text, char delimiter, char decimalMark)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));

        var format = CsvFormatReuse.AdaptTo(content, "It", Format, ["size", "price"]);

        Assert.Equal((delimiter, decimalMark), (format.Delimiter, format.DecimalMark));
        Assert.Equal(Format.Delimiter, CsvFormatReuse.AdaptTo(content, "It", Format with { Header = false }, ["size", "price"]).Delimiter);
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
