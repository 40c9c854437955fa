using System.Text;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Training.Tests.Tables;

/// <summary>What is found out of a file.</summary>
public class TableInspectorTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", ',', '.')]
    [InlineData("a;b\n1,5;2\n3,25;4\n", ';', ',')]
    [InlineData("a;b\n1.5;2\n3.25;4\n", ';', '.')]
    [InlineData("a\tb\n1\t2,5\n3\t4\n", '\t', ',')]
    [InlineData("a|b\n\"x,y,z\"|2\nu|4\n", '|', '.')]
    public void The_delimiter_and_the_decimal_mark(string content, char delimiter, char decimalMark)
    {
        using var csv = new Csv(content);

        var format = csv.Inspect().Format;

        Assert.Equal((delimiter, decimalMark, true), (format.Delimiter, format.DecimalMark, format.Header));
    }

    [Theory]
    [InlineData("name,size\nx,1\ny,2\n", true)]
    [InlineData("x,1\ny,2\nz,3\n", false)]
    [InlineData("x,y\nu,v\nw,z\n", true)]
    [InlineData("2020-01-01,x\n2020-01-02,y\n", false)]
    [InlineData("a,a\n1,2\n3,4\n", false)]
    public void The_header(string content, bool header)
    {
        using var csv = new Csv(content);
        Assert.Equal(header, csv.Inspect().Format.Header);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void The_encoding(string encoding)
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
            using var csv = new Csv("größe,farbe\n1,weiß\n2,grün\n3,weiß\n", chosen);

            var profile = csv.Inspect();

            Assert.Equal(encoding, profile.Format.Encoding);
            Assert.Equal(["größe", "farbe"], profile.Columns.Select(column => column.Name));
            Assert.Equal(new CategoryCount("weiß", 2), profile.Columns[1].Top![0]);
        }
    }

    [Fact]
    public void Missing_marks_are_those_that_occur()
    {
        using var csv = new Csv("a,b\n1,x\nNA,None\nnull,\n2,NA\n");

        var profile = csv.Inspect();

        Assert.Equal(["NA", "null"], profile.Format.MissingMarks.Order());
        Assert.Equal([(2, 2), (2, 2)], profile.Columns.Select(column => (column.Count, column.Missing)));
    }

    [Fact]
    public void The_types()
    {
        using var csv = new Csv("""
            key,number,word,flag,bit,day,moment,code,same,none,rising,customer_id
            k1,1.5,x,yes,0,2020-01-31,2020-01-31 10:00,7,c,,1,500
            k2,2.5,y,no,1,31.12.2020,2020-01-31T11:30:00Z,7,c,,2,400
            k3,1.5,x,YES,1,2021/02/28,2021-05-05 00:00,9,c,,3,700
            k4,,z,no,0,2020-03-01,2020-01-31 10:00,7,c,,4,900
            """);

        Assert.Equal(
            [
                "key Identifier", "number Numeric", "word Categorical", "flag Boolean", "bit Boolean", "day Date", "moment Date",
                "code Numeric", "same Constant", "none Constant", "rising Identifier", "customer_id Identifier",
            ],
            csv.Inspect().Columns.Select(column => $"{column.Name} {column.Type}"));
    }

    [Fact]
    public void The_figures()
    {
        using var csv = new Csv("n,d,w\n1,2020-01-01,b\n2,2020-03-01,a\n4,2020-02-01,b\n,,\n");

        var columns = csv.Inspect().Columns;

        Assert.Equal((3, 1, 3), (columns[0].Count, columns[0].Missing, columns[0].Distinct));
        Assert.Equal((1.0, 4.0), (columns[0].Numbers!.Minimum, columns[0].Numbers!.Maximum));
        Assert.Equal(7 / 3.0, columns[0].Numbers!.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(7 / 3.0), columns[0].Numbers!.StandardDeviation, 1e-12);
        Assert.Equal((new DateTime(2020, 1, 1), new DateTime(2020, 3, 1)), (columns[1].Dates!.First, columns[1].Dates!.Last));
        Assert.Equal([new CategoryCount("b", 2), new CategoryCount("a", 1)], columns[2].Top!);
    }

    [Fact]
    public void Ten_thousand_categories_are_counted()
    {
        using var csv = new Csv("id,name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row},n{row % 10_000}\n")));

        var name = csv.Inspect().Columns[1];

        Assert.Equal((ColumnType.Categorical, 10_000), (name.Type, name.Distinct));
    }

    /// <summary>Of so many values it is only estimated how many differ.</summary>
    [Theory]
    [InlineData(150_000, ColumnType.Identifier)]
    [InlineData(120_000, ColumnType.Categorical)]
    public void Of_very_many_words_hardly_any_may_come_twice_in_an_identifier(int distinct, ColumnType expected)
    {
        using var csv = new Csv("key,flag\n" + string.Concat(Enumerable.Range(0, 150_000).Select(row => $"k{row % distinct},{row % 2}\n")));

        Assert.Equal(expected, csv.Inspect().Columns[0].Type);
    }

    [Fact]
    public async Task The_house_prices()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);
        using var http = new HttpClient();

        var houses = (TableDataset)await new KaggleHouse(RealDatasets.Folder, http, _ => { }).LoadAsync(TestContext.Current.CancellationToken);

        var profile = houses.Train.Profile;
        Assert.Equal((1460, 81, 1459, 80), (profile.Rows, profile.Columns.Count, houses.Test!.Profile.Rows, houses.Test.Profile.Columns.Count));
        Assert.Equal(["NA"], profile.Format.MissingMarks);
        Assert.Equal(
            [(ColumnType.Numeric, 37), (ColumnType.Categorical, 42), (ColumnType.Boolean, 1), (ColumnType.Identifier, 1)],
            profile.Columns.CountBy(column => column.Type).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
        Assert.Equal(1460 - 8, profile.Columns.Single(column => column.Name == "MasVnrType").Count);
        Assert.Equal(180921.19589, profile.Columns[^1].Numbers!.Mean, 1e-5);
    }
}
