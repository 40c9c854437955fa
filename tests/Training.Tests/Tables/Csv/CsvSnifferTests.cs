using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Csv;

/// <summary>The detected format of a file.</summary>
public class CsvSnifferTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", ',', '.')]
    [InlineData("a;b\n1,5;2\n3,25;4\n", ';', ',')]
    [InlineData("a;b\n1.5;2\n3.25;4\n", ';', '.')]
    [InlineData("a\tb\n1\t2,5\n3\t4\n", '\t', ',')]
    [InlineData("a|b\n\"x,y,z\"|2\nu|4\n", '|', '.')]
    public void Sniffer_detects_delimiter_and_decimal_mark(string content, char delimiter, char decimalMark)
    {
        using var csv = new CsvFile(content);

        var format = csv.Inspect().Format;

        Assert.Equal((delimiter, decimalMark, true), (format.Delimiter, format.DecimalMark, format.Header));
    }

    [Theory]
    [InlineData("name,size\nx,1\ny,2\n", true)]
    [InlineData("x,1\ny,2\nz,3\n", false)]
    [InlineData("x,y\nu,v\nw,z\n", true)]
    [InlineData("2020-01-01,x\n2020-01-02,y\n", false)]
    [InlineData("x,1\nx,2\ny,3\n", false)]
    [InlineData("NA,x\n1,y\n2,z\n", false)]
    [InlineData("x,x\ny,x\nx,y\n", false)]
    [InlineData("x,,y\nx,u,y\ny,v,x\n", false)]
    [InlineData("2021-01-01,2021-02-01,2021-03-01\n5,6,7\n6,8,9\n", true)]
    [InlineData("01.01.2021;01.02.2021\n5;6\n6;8\n", true)]
    [InlineData("shop,2021-01-01,2021-02-01\na,6,7\nb,8,9\n", true)]
    [InlineData("2021-01-01,2021-02-01\n2021-01-02,2021-02-02\n", false)]
    [InlineData("2021-01-01,5\n2021-01-02,6\n", false)]
    [InlineData("2019,2020\n5,6\n7,8\n", true)]
    [InlineData("2019,2020\n2021,2022\n2023,2025\n", false)]
    [InlineData("7,8\n5,6\n7,9\n", false)]
    public void Sniffer_detects_header(string content, bool header)
    {
        using var csv = new CsvFile(content);
        Assert.Equal(header, csv.Inspect().Format.Header);
    }

    [Theory]
    [InlineData("a,b\n5,'tis\n6,'twas\n", '"', "'tis")]
    [InlineData("a,b\n5,'tis'\n6,'twas, once'\n", '\'', "tis")]
    [InlineData("a,b\n5,it's\n6,x\n", '"', "it's")]
    public void Sniffer_detects_apostrophe_as_quote_if_it_encloses_fields(string content, char quote, string first)
    {
        using var csv = new CsvFile(content);

        var profile = csv.Inspect();

        Assert.Equal((quote, true), (profile.Format.Quote, profile.Columns[1].Top!.Any(category => category.Value == first)));
    }

    [Theory]
    [InlineData("sep=;\na;b\n1,5;2\n3,5;4\n")]
    [InlineData("sep=;\r\na;b\r\n1,5;2\r\n3,5;4\r\n")]
    public void Line_that_declares_delimiter_is_not_a_row(string content)
    {
        using var csv = new CsvFile(content);

        var profile = csv.Inspect();

        Assert.Equal((';', true, 2), (profile.Format.Delimiter, profile.Format.Header, profile.Rows));
        Assert.Equal([1.5f, 3.5f], ((NumberColumn)csv.Read().Find("a")!).Values);
        Assert.Equal("4",
            RawRowReader.Read(csv.Path, new TableSchema(profile.Format, [new("a", ColumnType.Numeric), new("b", ColumnType.Numeric)]), 1, 1,
                TestContext.Current.CancellationToken)[0]["b"]);
    }

    [Fact]
    public void Sniffer_accepts_table_that_starts_like_Parquet()
    {
        using var csv = new CsvFile("PAR1_price,b\n1,2\n3,5\n");
        using var parquet = new CsvFile("PAR1_price,b\n1,2\n3,5\nPAR1");

        Assert.Equal("PAR1_price", csv.Inspect().Columns[0].Name);
        Assert.Contains("binary file", Assert.Throws<TableFormatException>(() => parquet.Inspect()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void Sniffer_detects_encoding(string encoding)
    {
        foreach (var mark in new[] { true, false })
        {
            Encoding chosen = encoding switch
            {
                "utf-8" => new UTF8Encoding(mark),
                "utf-16" => new UnicodeEncoding(bigEndian: false, mark),
                "utf-16BE" => new UnicodeEncoding(bigEndian: true, mark),
                _ => Encoding.Latin1,
            };
            using var csv = new CsvFile("größe,farbe\n1,weiß\n2,grün\n3,weiß\n", chosen);

            var profile = csv.Inspect();

            Assert.Equal(encoding, profile.Format.Encoding);
            Assert.Equal(["größe", "farbe"], profile.Columns.Select(column => column.Name));
            Assert.Equal(new CategoryCount("weiß", 2), profile.Columns[1].Top![0]);
        }
    }

    [Fact]
    public void Sniffer_detects_windows_1252()
    {
        using var csv = new CsvFile("price,w\n1,\u20ACx\n2,\u20ACx\n", CodePagesEncodingProvider.Instance.GetEncoding(1252));

        var profile = csv.Inspect();

        Assert.Equal("windows-1252", profile.Format.Encoding);
        Assert.Single(profile.Attention, doubt => doubt.Kind == AttentionKind.Encoding);
        Assert.Equal(new CategoryCount("\u20ACx", 2), profile.Columns[1].Top![0]);
    }

    /// <summary>The bytes are behind the sample that determines the encoding.</summary>
    [Theory]
    [InlineData("", 0xFC, "utf-8")]
    [InlineData("\u00FC", 0x80, "iso-8859-1")]
    public void Error_for_invalid_bytes_names_line_and_likely_encoding(string first, byte late, string guessed)
    {
        const int Rows = 60_000;
        using var csv = new CsvFile(
            $"n,w\n0,gr{first}n\n" + string.Concat(Enumerable.Range(1, Rows).Select(row => $"{row},green\n")) + "7,gr\u00FCn\n", Encoding.Latin1);
        var bytes = File.ReadAllBytes(csv.Path);
        bytes[^3] = late;
        File.WriteAllBytes(csv.Path, bytes);

        var problem = Assert.Throws<TableFormatException>(() => csv.Inspect()).Problems.Single();

        Assert.Equal((Rows + 3, "w"), (problem.Line, problem.Column));
        Assert.Contains(guessed, problem.Reason, StringComparison.Ordinal);
        Assert.Contains("windows-1252", problem.Reason, StringComparison.Ordinal);
        Assert.Equal(Rows + 2, TableInspector.Inspect(
            csv.Path, "table.csv", new InspectionOptions { Encoding = "windows-1252" }, TestContext.Current.CancellationToken).Rows);
    }

    /// <summary>The cut row has a comma, but its semicolon is behind the sample.</summary>
    [Fact]
    public void Sniffer_ignores_row_that_sample_cuts_off()
    {
        using var csv = new CsvFile($"a;b\n1,5;2\n1,5{new string('x', 300_000)};2\n");

        Assert.Equal(';', csv.Inspect().Format.Delimiter);
    }
}
