using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Inspection;

/// <summary>Where a table begins, and which names its columns have.</summary>
public class FirstRowsTests
{
    private static readonly string Rows = string.Concat(Enumerable.Range(0, 30).Select(row => $"{3 * row % 11},c{row % 3},{row % 7}.5\n"));

    [Theory]
    [InlineData("Report of May\n", 1)]
    [InlineData("Report of May\n\n", 2)]
    [InlineData("Report of May,,\n,,\n", 2)]
    [InlineData("# made by hand, in May\n# second line\n", 2)]
    public void Title_above_the_header_is_left_out_and_told(string title, int lines)
    {
        using var csv = new CsvFile(title + "n,c,y\n" + Rows);

        var profile = csv.Inspect();
        var doubt = profile.Attention[0];

        Assert.Equal((lines, true, 30), (profile.Format.TitleLines, profile.Format.Header, profile.Rows));
        Assert.Equal(["n", "c", "y"], profile.Columns.Select(column => column.Name));
        Assert.Equal((AttentionKind.Header, 1), (doubt.Kind, doubt.Lines[0]));
        Assert.Contains(title.Split('\n', ',')[0], doubt.Message, StringComparison.Ordinal);
        Assert.Equal(30, csv.Read().RowCount);
        var first = RawRowReader.Read(csv.Path, new TableFile(csv.Path, profile).Schema, 0, 1, TestContext.Current.CancellationToken);
        Assert.Equal("c0", first[0]["c"]);
    }

    [Fact]
    public void Title_with_another_delimiter_does_not_decide_the_delimiter()
    {
        using var csv = new CsvFile("Sales 2026, all shops\n\nshop;sales\n"
            + string.Concat(Enumerable.Range(0, 30).Select(row => $"s{row % 4};{row},5\n")));

        var profile = csv.Inspect();

        Assert.Equal((';', ',', 2), (profile.Format.Delimiter, profile.Format.DecimalMark, profile.Format.TitleLines));
        Assert.Equal(14.5 + 0.5, profile.Columns[1].Numbers!.Mean, 1e-9);
    }

    [Theory]
    [InlineData("#n,c,y\n")]
    [InlineData("n,c,y\n")]
    public void Header_is_no_title(string header)
    {
        using var csv = new CsvFile(header + Rows);

        Assert.Equal((0, 30), (csv.Inspect().Format.TitleLines, csv.Inspect().Rows));
    }

    [Fact]
    public void Title_with_delimiters_is_refused()
    {
        using var csv = new CsvFile("Report, of May\nn,c,y\n" + Rows);

        Assert.Contains("the row has 3 fields, but the header has 2",
            Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_numbers_without_a_name_are_left_out()
    {
        using var csv = new CsvFile(",n,c\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"{row},{row % 7}.5,{"ab"[row % 2]}\n")));

        var profile = csv.Inspect();

        Assert.Equal([("column1", ColumnType.Identifier), ("n", ColumnType.Numeric), ("c", ColumnType.Categorical)],
            profile.Columns.Select(column => (column.Name, column.Type)));
        Assert.Contains(profile.Attention, doubt => (doubt.Column, doubt.Kind) == ("column1", AttentionKind.Identifier));
    }

    [Fact]
    public void Delimiter_at_the_end_of_every_line_makes_a_column_that_is_left_out()
    {
        using var csv = new CsvFile("n,c,\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"{row % 7}.5,{"ab"[row % 2]},\n")));

        var profile = csv.Inspect();

        Assert.Equal(("column3", ColumnType.Constant), (profile.Columns[2].Name, profile.Columns[2].Type));
        Assert.Contains(profile.Attention, doubt => (doubt.Column, doubt.Kind) == ("column3", AttentionKind.Constant));
    }

    [Fact]
    public void First_row_of_values_is_data_and_told()
    {
        using var csv = new CsvFile("red,big,no\n" + string.Concat(Enumerable.Repeat("blue,small,no\nred,big,yes\ngreen,big,no\n", 5)));

        var profile = csv.Inspect();
        var doubt = profile.Attention.Single(each => each.Kind == AttentionKind.Header);

        Assert.Equal((false, 16), (profile.Format.Header, profile.Rows));
        Assert.True(doubt.Action!.Dataset!.Header);
        Assert.Equal(15, csv.Inspect(doubt.Action.Dataset).Rows);
    }

    [Fact]
    public void Name_that_is_also_a_value_is_told()
    {
        using var csv = new CsvFile("shape,size,n\n" + string.Concat(Enumerable.Repeat("round,size,1\nshape,big,2\nlong,small,3\n", 5)));

        Assert.Contains(csv.Inspect().Attention, each => each.Kind == AttentionKind.Header && each.Action!.Dataset!.Header == false);
        Assert.DoesNotContain(csv.Inspect(new DatasetPatch { Target = "n" }).Attention, each => each.Kind == AttentionKind.Header);
    }

    [Fact]
    public void Long_name_is_refused()
    {
        using var csv = new CsvFile($"{new string('n', 1001)},y\n" + string.Concat(Enumerable.Repeat("1,2\n", 9)));

        Assert.Contains("the name of column 1 has 1001 characters; a name has at most 1000",
            Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_column_is_answered_with_the_nearest_name()
    {
        using var csv = new CsvFile("weight,height\n" + string.Concat(Enumerable.Repeat("1,2\n2,1\n", 9)));

        var problems = Assert.Throws<TableFormatException>(() => csv.Inspect(new DatasetPatch { Exclude = ["wieght", " Height", "z"] })).Problems;

        Assert.Equal(
            [
                "there is no such column; did you mean 'weight'?", "there is no such column; did you mean 'height'?",
                "there is no such column; the columns are weight, height",
            ],
            problems.Select(problem => problem.Reason));
    }

    [Fact]
    public void Zero_byte_in_a_small_file_is_a_control_character()
    {
        using var csv = new CsvFile("a,b\n1,\0\n");

        Assert.Contains("it contains control characters", Assert.Throws<TableFormatException>(() => csv.Inspect()).Message, StringComparison.Ordinal);
    }
}
