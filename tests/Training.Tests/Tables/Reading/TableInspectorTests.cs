using System.Text;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Datasets;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Reading;

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
    public void The_header(string content, bool header)
    {
        using var csv = new CsvFile(content);
        Assert.Equal(header, csv.Inspect().Format.Header);
    }

    /// <summary>Its names are wrong, but what stands below shows that they are names.</summary>
    [Theory]
    [InlineData("x,x,y\n", "1,2,a\n", "line 1, column 'x': 2 columns have this name")]
    [InlineData("x,,y\n", "1,2,a\n", "line 1: column 2 has no name")]
    [InlineData(",x,c,y\n", "0,1.5,a,2\n", "line 1: column 1 has no name")]
    [InlineData("a,b,\n", "1,2,\n", "line 1: column 3 has no name")]
    [InlineData("colour,colour\n", "red,2020-01-01\n", "line 1, column 'colour': 2 columns have this name")]
    [InlineData("colour,colour\n", "red,blue\n", "line 1, column 'colour': 2 columns have this name")]
    public void A_header_with_a_name_that_is_empty_or_there_twice_is_refused(string header, string row, string reason)
    {
        using var csv = new CsvFile(header + string.Concat(Enumerable.Repeat(row, 200)));

        Assert.Contains(reason, Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n5,'tis\n6,'twas\n", '"', "'tis")]
    [InlineData("a,b\n5,'tis'\n6,'twas, once'\n", '\'', "tis")]
    [InlineData("a,b\n5,it's\n6,x\n", '"', "it's")]
    public void An_apostrophe_is_a_quote_where_it_encloses_fields(string content, char quote, string first)
    {
        using var csv = new CsvFile(content);

        var profile = csv.Inspect();

        Assert.Equal((quote, true), (profile.Format.Quote, profile.Columns[1].Top!.Any(category => category.Value == first)));
    }

    [Theory]
    [InlineData("sep=;\na;b\n1,5;2\n3,5;4\n")]
    [InlineData("sep=;\r\na;b\r\n1,5;2\r\n3,5;4\r\n")]
    public void A_line_that_tells_the_delimiter_is_none_of_the_table(string content)
    {
        using var csv = new CsvFile(content);

        var profile = csv.Inspect();

        Assert.Equal((';', true, 2), (profile.Format.Delimiter, profile.Format.Header, profile.Rows));
        Assert.Equal([1.5f, 3.5f], ((NumberColumn)csv.Read().Find("a")!).Values);
        Assert.Equal("4",
            RawRowReader.Read(csv.Path, new TableSchema(profile.Format, [new("a", ColumnType.Numeric), new("b", ColumnType.Numeric)]), 1, 1)[0]["b"]);
    }

    [Fact]
    public void A_file_that_begins_like_Parquet_may_be_a_table()
    {
        using var csv = new CsvFile("PAR1_price,b\n1,2\n3,5\n");
        using var parquet = new CsvFile("PAR1_price,b\n1,2\n3,5\nPAR1");

        Assert.Equal("PAR1_price", csv.Inspect().Columns[0].Name);
        Assert.Contains("binary file", Assert.Throws<TableFormatException>(() => parquet.Inspect()).Message, StringComparison.Ordinal);
    }

    /// <summary>Far behind the sample that the format is found out of.</summary>
    [Fact]
    public void A_missing_mark_is_found_wherever_it_stands()
    {
        using var csv = new CsvFile("n,d,w\n" + string.Concat(Enumerable.Range(0, 3000).Select(row =>
            row == 1500 ? "NA,null,?\n" : $"{row * 7 % 100},2020-01-0{1 + (row % 9)},w{row % 5}\n")));

        var profile = csv.Inspect();

        Assert.Equal([ColumnType.Numeric, ColumnType.Date, ColumnType.Categorical], profile.Columns.Select(column => column.Type));
        Assert.All(profile.Columns, column => Assert.Equal(1, column.Missing));
        Assert.Equal(["NA", "null", "?"], profile.Format.MissingMarks);
    }

    [Fact]
    public void Marks_that_the_caller_gives_are_the_only_ones()
    {
        using var csv = new CsvFile("n,w\n1,NA\n-9,x\n2,NA\n");

        var profile = csv.Inspect(new CsvOverrides { MissingMarks = ["-9", "?"] });

        Assert.Equal(["-9", "?"], profile.Format.MissingMarks);
        Assert.Equal([1, 0], profile.Columns.Select(column => column.Missing));
    }

    [Fact]
    public void Spaces_around_a_field_are_none_of_it_but_within_quotes()
    {
        using var csv = new CsvFile("n , w,v\n0.1, a, NA\n ,a ,\" x \"\n0.3,  ,\" \"\"x\"\n 0.5 , a,x\n");

        var profile = csv.Inspect();
        var table = csv.Read();
        var page = RawRowReader.Read(csv.Path, new TableFile(csv.Path, profile).Schema, 0, 4);

        Assert.Equal(["n", "w", "v"], profile.Columns.Select(column => column.Name));
        Assert.Equal([(ColumnType.Numeric, 1), (ColumnType.Constant, 1), (ColumnType.Categorical, 1)],
            profile.Columns.Select(column => (column.Type, column.Missing)));
        Assert.Equal([0.1f, float.NaN, 0.3f, 0.5f], ((NumberColumn)table.Find("n")!).Values);
        Assert.Equal([" x ", " \"x", "x"], ((CategoryColumn)table.Find("v")!).Categories);
        Assert.Equal(["a", "a", null, "a"], page.Select(row => row["w"]));
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
            using var csv = new CsvFile("größe,farbe\n1,weiß\n2,grün\n3,weiß\n", chosen);

            var profile = csv.Inspect();

            Assert.Equal(encoding, profile.Format.Encoding);
            Assert.Equal(["größe", "farbe"], profile.Columns.Select(column => column.Name));
            Assert.Equal(new CategoryCount("weiß", 2), profile.Columns[1].Top![0]);
        }
    }

    [Fact]
    public void What_only_windows_1252_has_letters_for_is_read_as_such()
    {
        using var csv = new CsvFile("price,w\n1,\u20AC10\n2,\u20AC10\n", CodePagesEncodingProvider.Instance.GetEncoding(1252));

        var profile = csv.Inspect();

        Assert.Equal("windows-1252", profile.Format.Encoding);
        Assert.Equal(new CategoryCount("\u20AC10", 2), profile.Columns[1].Top![0]);
    }

    /// <summary>Behind the sample that the encoding is found out of.</summary>
    [Theory]
    [InlineData("", 0xFC, "utf-8")]
    [InlineData("\u00FC", 0x80, "iso-8859-1")]
    public void Bytes_that_are_no_letters_are_refused_with_their_line_and_a_likely_encoding(string first, byte late, string guessed)
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
        Assert.Equal(Rows + 2, csv.Inspect(new CsvOverrides { Encoding = "windows-1252" }).Rows);
    }

    [Theory]
    [InlineData("\"x,col\n1,2\n")]
    [InlineData("\"x\"a,col\n1,2\n")]
    [InlineData("a,\"\n1,2\n")]
    public void A_first_row_that_is_no_CSV_is_refused(string content)
    {
        using var csv = new CsvFile(content);

        Assert.Contains("line 1: a quoted field is never closed",
            Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_marks_are_those_that_occur()
    {
        using var csv = new CsvFile("a,b\n1,x\nNA,None\nnull,\n2,NA\n");

        var profile = csv.Inspect();

        Assert.Equal(["NA", "null"], profile.Format.MissingMarks.Order());
        Assert.Equal([(2, 2), (2, 2)], profile.Columns.Select(column => (column.Count, column.Missing)));
    }

    [Fact]
    public void The_types()
    {
        using var csv = new CsvFile("""
            row,key,number,word,flag,bit,day,moment,code,same,none,rising,customer_id
            0,k1,1.5,x,yes,0,2020-01-31,2020-01-31 10:00,7,c,,1,500
            1,k2,2.5,y,no,1,31.12.2020,2020-01-31T11:30:00Z,7,c,,2,400
            2,k3,1.5,x,YES,1,2021/02/28,2021-05-05 00:00,9,c,,3,700
            3,k4,,z,no,0,2020-03-01,2020-01-31 10:00,7,c,,4,900
            """);

        Assert.Equal(
            [
                "row Identifier", "key Identifier", "number Numeric", "word Categorical", "flag Boolean", "bit Boolean", "day Date", "moment Date",
                "code Numeric", "same Constant", "none Constant", "rising Numeric", "customer_id Identifier",
            ],
            csv.Inspect().Columns.Select(column => $"{column.Name} {column.Type}"));
    }

    [Theory]
    [InlineData("year", 2001, ColumnType.Numeric)]
    [InlineData("year", 1, ColumnType.Identifier)]
    [InlineData("Id", 2001, ColumnType.Identifier)]
    public void What_rises_by_one_is_an_identifier_where_it_counts_the_rows_or_is_called_so(string name, int first, ColumnType expected)
    {
        using var csv = new CsvFile($"{name},x\n" + string.Concat(Enumerable.Range(first, 20).Select(row => $"{row},{row % 7}\n")));

        Assert.Equal(expected, csv.Inspect().Columns[0].Type);
    }

    [Fact]
    public void The_words_of_a_boolean_column_are_two_however_they_are_written()
    {
        using var csv = new CsvFile("flag,many\nTrue,true\ntrue,True\nTRUE,TRUE\nFalse,false\nfalse,False\nTrue,FALSE\nfalse,maybe\n,maybe\n");

        var columns = csv.Inspect().Columns;
        var words = (CategoryColumn)csv.Read().Find("flag")!;

        Assert.Equal((ColumnType.Boolean, 2), (columns[0].Type, columns[0].Distinct));
        Assert.Equal([new CategoryCount("True", 4), new CategoryCount("False", 3)], columns[0].Top!);
        Assert.Equal(ColumnType.Categorical, columns[1].Type);
        Assert.Equal(["True", "False"], words.Categories);
        Assert.Equal([0, 0, 0, 1, 1, 0, 1, CategoryColumn.Missing], words.Codes);
    }

    [Fact]
    public void A_column_without_values_has_no_figures_whatever_its_type()
    {
        using var csv = new CsvFile("m,d,x\n,NA,1\n,NA,2\n,NA,5\n");

        var columns = TableInspector.Inspect(
            csv.Path, "table.csv", new CsvOverrides(),
            new Dictionary<string, ColumnType> { ["m"] = ColumnType.Numeric, ["d"] = ColumnType.Date }, []).Columns;

        Assert.Equal([ColumnType.Numeric, ColumnType.Date], columns.Take(2).Select(column => column.Type));
        Assert.All(columns.Take(2), column => Assert.Equal((null, null, 0), (column.Numbers, column.Dates, column.Count)));
    }

    [Fact]
    public void Dates_are_read_from_the_year_1_to_9999()
    {
        using var csv = new CsvFile("d\n9999-12-31\n0001-01-01 00:01\n5000-12-31\n2020-02-29 10:30\n4083-12-31\n");

        var column = csv.Inspect().Columns[0];

        Assert.Equal((ColumnType.Date, 5), (column.Type, column.Distinct));
        Assert.Equal(new DateSummary(new DateTime(1, 1, 1, 0, 1, 0), new DateTime(9999, 12, 31)), column.Dates);
        Assert.Equal(
            [new(9999, 12, 31), new(1, 1, 1, 0, 1, 0), new(5000, 12, 31), new(2020, 2, 29, 10, 30, 0), new(4083, 12, 31)],
            ((DateColumn)csv.Read().Columns[0]).Timestamps.Select(DateParser.ToDateTime));
    }

    [Fact]
    public void The_figures()
    {
        using var csv = new CsvFile("n,d,w\n1,2020-01-01,b\n2,2020-03-01,a\n4,2020-02-01,b\n,,\n");

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
        using var csv = new CsvFile("id,name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row},n{row % 10_000}\n")));

        var name = csv.Inspect().Columns[1];

        Assert.Equal((ColumnType.Categorical, 10_000), (name.Type, name.Distinct));
    }

    /// <summary>Of so many values it is only estimated how many differ.</summary>
    [Theory]
    [InlineData(150_000, ColumnType.Identifier)]
    [InlineData(120_000, ColumnType.Categorical)]
    public void Of_very_many_words_hardly_any_may_come_twice_in_an_identifier(int distinct, ColumnType expected)
    {
        using var csv = new CsvFile("key,flag\n" + string.Concat(Enumerable.Range(0, 150_000).Select(row => $"k{row % distinct},{row % 2}\n")));

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

    [Fact]
    public void Numbers_fall_into_bins_of_equal_width()
    {
        // 0 to 48 once each, and 47 fifty times more; a text is missing.
        using var csv = new CsvFile(
            "a,b\n" + string.Concat(Enumerable.Range(0, 49).Concat(Enumerable.Repeat(47, 50)).Select(number => $"{number}.0,x\n")) + "NA,x\n");

        var histogram = csv.Inspect().Columns[0].Numbers!.Histogram!;

        Assert.Equal((0, 48), (histogram.From, histogram.To));
        Assert.Equal([.. Enumerable.Repeat(2, 23), 53], histogram.Counts);
    }

    [Theory]
    [InlineData("-3e38,3e38", 1, 1)]
    [InlineData("7,7,7", 3, 3)]
    [InlineData("0,1e-45", 1, 1)]
    [InlineData("1,1.0000000000000002,3e38", 2, 1)]
    public void Bins_hold_numbers_at_the_ends_of_what_there_is(string numbers, int first, int last)
    {
        using var csv = new CsvFile("a,b\n" + string.Concat(numbers.Split(',').Select(number => $"{number},x\n")));

        var histogram = csv.Inspect().Columns[0].Numbers!.Histogram!;

        Assert.Equal((first, last), (histogram.Counts[0], histogram.Counts[^1]));
        Assert.Equal(numbers.Split(',').Length, histogram.Counts.Sum());
    }
}
