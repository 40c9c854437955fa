using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Datasets;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Inspection;

/// <summary>The types of the columns of a file, and its errors.</summary>
public class TableInspectorTests
{
    /// <summary>The names are invalid, but the values below show that the row is a header.</summary>
    [Theory]
    [InlineData("x,x,y\n", "1,2,a\n", "line 1, column 'x': 2 columns have this name")]
    [InlineData("x,,y\n", "1,2,a\n", "line 1: column 2 has no name")]
    [InlineData(",x,c,y\n", "0,1.5,a,2\n", "line 1: column 1 has no name")]
    [InlineData("a,b,\n", "1,2,5\n", "line 1: column 3 has no name")]
    [InlineData("colour,colour\n", "red,2020-01-01\n", "line 1, column 'colour': 2 columns have this name")]
    [InlineData("colour,colour\n", "red,blue\n", "line 1, column 'colour': 2 columns have this name")]
    public void Inspector_rejects_empty_or_repeated_column_name(string header, string row, string reason)
    {
        using var csv = new CsvFile(header + string.Concat(Enumerable.Repeat(row, 200)));

        Assert.Contains(reason, Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }

    /// <summary>The row is far behind the sample that determines the format.</summary>
    [Fact]
    public void Inspector_finds_missing_marks_anywhere_in_file()
    {
        using var csv = new CsvFile("n,d,w\n" + string.Concat(Enumerable.Range(0, 3000).Select(row =>
            row == 1500 ? "NA,null,?\n" : $"{row * 7 % 100},2020-01-0{1 + (row % 9)},w{row % 5}\n")));

        var profile = csv.Inspect();

        Assert.Equal([ColumnType.Numeric, ColumnType.Date, ColumnType.Categorical], profile.Columns.Select(column => column.Type));
        Assert.All(profile.Columns, column => Assert.Equal(1, column.Missing));
        Assert.Equal(["NA", "null", "?"], profile.Format.MissingMarks);
    }

    [Fact]
    public void Missing_marks_of_caller_replace_defaults()
    {
        using var csv = new CsvFile("n,w\n1,NA\n-9,x\n2,NA\n");

        var profile = csv.Inspect(new DatasetPatch { MissingMarks = ["-9", "?"] });

        Assert.Equal(["-9", "?"], profile.Format.MissingMarks);
        Assert.Equal([1, 0], profile.Columns.Select(column => column.Missing));
    }

    [Fact]
    public void Reader_trims_spaces()
    {
        using var csv = new CsvFile("n , w,v\n0.1, a, NA\n ,a ,\" x \"\n0.3,  ,\" \"\"x\"\n 0.5 , a,x\n");

        var profile = csv.Inspect();
        var table = csv.Read();
        var page = RawRowReader.Read(csv.Path, new TableFile(csv.Path, profile).Schema, 0, 4, TestContext.Current.CancellationToken);

        Assert.Equal(["n", "w", "v"], profile.Columns.Select(column => column.Name));
        Assert.Equal([(ColumnType.Numeric, 1), (ColumnType.Boolean, 1), (ColumnType.Categorical, 1)],
            profile.Columns.Select(column => (column.Type, column.Missing)));
        Assert.Equal([0.1f, float.NaN, 0.3f, 0.5f], ((NumberColumn)table.Find("n")!).Values);
        Assert.Equal(["x", "\"x"], ((CategoryColumn)table.Find("v")!).Categories);
        Assert.Equal(["a", "a", null, "a"], page.Select(row => row["w"]));
    }

    /// <summary>The row is far behind the sample that determines the format.</summary>
    [Theory]
    [InlineData("no\0ne", "U+0000")]
    [InlineData("\u001fnone", "U+001F")]
    [InlineData("\"no\u0002ne\"", "U+0002")]
    public void Inspector_refuses_control_characters_anywhere_in_file(string cell, string character)
    {
        using var csv = new CsvFile("n,w\n" + string.Concat(Enumerable.Range(0, 100_000).Select(row => row == 90_000 ? $"{row},{cell}\n" : "1,x\n")));

        var message = Assert.Throws<TableFormatException>(() => csv.Inspect()).Message;

        Assert.Contains($"line 90002, column 'w': it has the control character {character}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"x,col\n1,2\n")]
    [InlineData("\"x\"a,col\n1,2\n")]
    [InlineData("a,\"\n1,2\n")]
    public void Inspector_rejects_first_row_that_is_not_CSV(string content)
    {
        using var csv = new CsvFile(content);

        Assert.Contains("line 1: a quoted field is never closed",
            Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_lists_only_missing_marks_that_occur()
    {
        using var csv = new CsvFile("a,b\n1,x\nNA,None\nnull,\n2,NA\n");

        var profile = csv.Inspect();

        Assert.Equal(["NA", "null"], profile.Format.MissingMarks.Order());
        Assert.Equal([(2, 2), (2, 2)], profile.Columns.Select(column => (column.Count, column.Missing)));
    }

    [Fact]
    public void Inspector_infers_column_types()
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
                "code Numeric", "same Constant", "none Constant", "rising Numeric", "customer_id Numeric",
            ],
            csv.Inspect().Columns.Select(column => $"{column.Name} {column.Type}"));
    }

    [Theory]
    [InlineData("year", 2001, ColumnType.Numeric)]
    [InlineData("year", 1, ColumnType.Identifier)]
    [InlineData("Id", 2001, ColumnType.Identifier)]
    public void Consecutive_numbers_are_identifier_if_they_count_rows_or_name_says_so(string name, int first, ColumnType expected)
    {
        using var csv = new CsvFile($"{name},x,y\n" + string.Concat(Enumerable.Range(first, 20).Select(row => $"{row},{row % 7},{row % 5}\n")));

        Assert.Equal(expected, csv.Inspect().Columns[0].Type);
    }

    [Fact]
    public void Boolean_column_ignores_letter_case()
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
    public void Parser_accepts_dates_from_year_1_to_9999()
    {
        using var csv = new CsvFile("d\n9999-12-31\n0001-01-01 00:01\n5000-12-31\n2020-02-29 10:30\n4083-12-31\n");

        var column = csv.Inspect().Columns[0];

        Assert.Equal((ColumnType.Date, 5), (column.Type, column.Distinct));
        Assert.Equal(new DateSummary(new DateTime(1, 1, 1, 0, 1, 0), new DateTime(9999, 12, 31)), column.Dates);
        Assert.Equal(
            [new(9999, 12, 31), new(1, 1, 1, 0, 1, 0), new(5000, 12, 31), new(2020, 2, 29, 10, 30, 0), new(4083, 12, 31)],
            ((DateColumn)csv.Read().Columns[0]).Ticks.Select(ticks => new DateTime(ticks)));
    }

    /// <summary>The number of distinct values is only an estimate.</summary>
    [Theory]
    [InlineData(150_000, ColumnType.Identifier)]
    [InlineData(120_000, ColumnType.Categorical)]
    public void Large_column_is_identifier_only_if_nearly_all_values_are_distinct(int distinct, ColumnType expected)
    {
        using var csv = new CsvFile("key,flag\n" + string.Concat(Enumerable.Range(0, 150_000).Select(row => $"k{row % distinct},{row % 2}\n")));

        Assert.Equal(expected, csv.Inspect().Columns[0].Type);
    }

    [Fact]
    public async Task Inspector_profiles_house_prices()
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
