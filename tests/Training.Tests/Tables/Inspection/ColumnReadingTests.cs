using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Inspection;

/// <summary>A column's type is what nearly all of its cells say; the other cells are missing, and the profile says so.</summary>
public class ColumnReadingTests
{
    private const int Rows = 60;

    [Theory]
    [InlineData("weight", "~3.2", AttentionKind.InvalidCells)]
    [InlineData("weight", "3.2 or 3.4", AttentionKind.InvalidCells)]
    [InlineData("weight", "1e39", AttentionKind.InvalidCells)]
    [InlineData("weight", "-inf", AttentionKind.MissingMark)]
    [InlineData("weight", "#VALUE!", AttentionKind.MissingMark)]
    [InlineData("weight", "None", AttentionKind.MissingMark)]
    [InlineData("weight", "UNKNOWN", AttentionKind.MissingMark)]
    [InlineData("when", "0000-00-00", AttentionKind.MissingMark)]
    [InlineData("when", "2026-13-01", AttentionKind.InvalidCells)]
    [InlineData("when", "soon", AttentionKind.InvalidCells)]
    public void One_cell_does_not_change_the_type(string column, string cell, AttentionKind kind)
    {
        using var csv = CreateTable((row, name) => row == 7 && name == column ? cell : null);

        var profile = csv.Inspect();
        var read = profile.Columns.Single(each => each.Name == column);
        var doubt = profile.Attention.Single(each => each.Column == column);

        Assert.Equal(column == "weight" ? ColumnType.Numeric : ColumnType.Date, read.Type);
        Assert.Equal((Rows - 1, 1, kind == AttentionKind.InvalidCells ? 1 : 0), (read.Count, read.Missing, read.Invalid));
        Assert.Equal((kind, 1), (doubt.Kind, doubt.Cells));
        Assert.Equal([9], doubt.Lines);
        Assert.Equal([cell], doubt.Examples);
        var expected = $"1 of {Rows} cells is not a {(column == "weight" ? "number" : "date")} (line 9: '{cell}')";
        Assert.Contains(expected, doubt.Message, StringComparison.Ordinal);
    }

    /// <summary>Three of 60 cells are 5 %; four are more, and the texts differ.</summary>
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Up_to_five_percent_may_not_fit(int invalid, bool isNumeric)
    {
        using var csv = CreateTable((row, name) => row < invalid && name == "weight" ? $"w{row}x" : null);

        Assert.Equal(isNumeric, csv.Inspect().Columns[0].Type == ColumnType.Numeric);
    }

    [Fact]
    public void Repeated_text_is_a_missing_mark_of_its_column()
    {
        using var csv = CreateTable((row, name) => row % 5 == 0 && name == "weight" ? "not weighed" : null);

        var profile = csv.Inspect();

        Assert.Equal((ColumnType.Numeric, Rows / 5), (profile.Columns[0].Type, profile.Columns[0].Missing));
        Assert.Equal(["not weighed"], profile.Columns[0].Format!.MissingMarks!);
        Assert.Equal(AttentionKind.MissingMark, profile.Attention.Single(each => each.Column == "weight").Kind);
    }

    [Theory]
    [InlineData("{0:n2}", "$", "$")]
    [InlineData("{0:n2}", "CHF ", "CHF")]
    [InlineData("{0:f1} kg", "", "kg")]
    [InlineData("{0:f1}%", "", "%")]
    public void Unit_is_left_out_of_numbers(string format, string prefix, string unit)
    {
        using var csv = CreateTable((row, name) => name == "weight"
            ? $"\"{prefix}{string.Format(CultureInfo.InvariantCulture, format, 1000 + (37.25 * row))}\"" : null);

        var profile = csv.Inspect();

        Assert.Equal((ColumnType.Numeric, unit), (profile.Columns[0].Type, profile.Columns[0].Format!.Unit));
        Assert.Equal(1000, profile.Columns[0].Numbers!.Minimum);
        Assert.Equal(AttentionKind.Unit, profile.Attention.Single(each => each.Column == "weight").Kind);
    }

    [Fact]
    public void Cell_with_another_unit_is_missing()
    {
        using var csv = CreateTable((row, name) => name == "weight" ? row == 4 ? "9 lb" : $"{row + 3.5} kg" : null);

        var profile = csv.Inspect();

        Assert.Equal(("kg", 1), (profile.Columns[0].Format!.Unit, profile.Columns[0].Invalid));
        Assert.Equal(float.NaN, ((NumberColumn)csv.Read().Find("weight")!).Values[4]);
    }

    /// <summary>Each column has its own decimal separator. 2,500 is 2500 beside 999, and 2.5 beside 0,125.</summary>
    [Theory]
    [InlineData("2,500", "999", 2500.0, '.')]
    [InlineData("2,500", "1,234,567", 2500.0, '.')]
    [InlineData("2,500", "0,125", 2.5, ',')]
    [InlineData("2.500", "1,5", 2500.0, ',')]
    [InlineData("2.500", "0.125", 2.5, '.')]
    public void Decimal_mark_is_chosen_by_column(string cell, string other, double expected, char mark)
    {
        using var csv = CreateRows("a\tb\n", 0, 40, row => $"{(row % 2 == 0 ? cell : other)}\t{row % 7}.25\n");

        var profile = csv.Inspect();
        var read = csv.Read();

        Assert.Equal('.', profile.Format.DecimalMark);
        Assert.Equal(mark == '.' ? null : mark, profile.Columns[0].Format?.DecimalMark);
        Assert.Equal(expected, ((NumberColumn)read.Find("a")!)[0], 1e-6);
        Assert.Equal(1.25, ((NumberColumn)read.Find("b")!)[1], 1e-6);
    }

    [Fact]
    public void Doubtful_decimal_mark_is_told_and_can_be_set()
    {
        using var csv = CreateRows("a\tb\n", 0, 40, row => $"{1 + row},{200 + row}\t{row % 7}\n");

        var doubt = csv.Inspect().Attention.Single(each => each.Kind == AttentionKind.DecimalMark);
        var again = csv.Inspect(doubt.Action!.Dataset);

        Assert.Equal(("a", ','), (doubt.Column, doubt.Action.Dataset!.DecimalMark));
        Assert.Equal(1.2, again.Columns[0].Numbers!.Minimum);
        Assert.DoesNotContain(again.Attention, each => each.Kind == AttentionKind.DecimalMark);
    }

    [Theory]
    [InlineData("13/02/2026", DateOrder.DayFirst)]
    [InlineData("02/13/2026", DateOrder.MonthFirst)]
    public void Days_above_12_show_the_order_of_a_date(string clear, DateOrder expected)
    {
        using var csv = CreateRows("d,x\n", 0, 40, row => $"{(row == 0 ? clear : "03/04/2026")},{row % 7}\n");

        var profile = csv.Inspect();

        Assert.Equal((ColumnType.Date, 40), (profile.Columns[0].Type, profile.Columns[0].Count));
        Assert.Equal(expected == DateOrder.DayFirst ? new DateTime(2026, 4, 3) : new DateTime(2026, 3, 4), profile.Columns[0].Dates!.Last);
        Assert.DoesNotContain(profile.Attention, each => each.Kind == AttentionKind.DateOrder);
    }

    [Fact]
    public void Doubtful_order_of_dates_is_told_and_can_be_set()
    {
        using var csv = CreateRows("d,x\n", 0, 40, row => $"{1 + (row % 12)}/5/2026,{row % 7}\n");

        var doubt = csv.Inspect().Attention.Single(each => each.Kind == AttentionKind.DateOrder);
        var again = csv.Inspect(doubt.Action!.Dataset);

        Assert.Equal(DateOrder.DayFirst, doubt.Action.Dataset!.DateOrder);
        Assert.Equal(new DateTime(2026, 5, 12), again.Columns[0].Dates!.Last);
        Assert.DoesNotContain(again.Attention, each => each.Kind == AttentionKind.DateOrder);
    }

    [Theory]
    [InlineData("code", "00{0}", 1)]
    [InlineData("account", "98765432109876543{0:00}", 1)]
    [InlineData("zip", "{0}", 10_001)]
    [InlineData("Postal Code", "{0}", 20_001)]
    [InlineData("network", "{0}G", 1)]
    [InlineData("phone", "200 348 41{0}", 1)]
    public void Codes_stay_text(string name, string format, int first)
    {
        using var csv = CreateRows($"{name},x\n", 0, 60, row =>
            $"{string.Format(CultureInfo.InvariantCulture, format, first + (row % 9))},{row % 7}\n");

        var profile = csv.Inspect();

        Assert.Equal((ColumnType.Categorical, 9), (profile.Columns[0].Type, profile.Columns[0].Distinct));
        Assert.Equal(AttentionKind.Code, profile.Attention.Single(each => each.Column == name).Kind);
    }

    [Theory]
    [InlineData("0.0", "1.0", 2)]
    [InlineData("1", "-1", 2)]
    [InlineData("+", "-", 2)]
    [InlineData("Y", "n", 2)]
    public void Two_values_that_mean_no_and_yes_are_a_boolean(string first, string second, int distinct)
    {
        using var csv = CreateRows("c,x\n", 0, 60, row => $"{(row % 3 == 0 ? first : second)},{row % 7}\n");

        var column = csv.Inspect().Columns[0];

        Assert.Equal((ColumnType.Boolean, distinct, 0), (column.Type, column.Distinct, column.Missing));
        Assert.Equal(2, ((CategoryColumn)csv.Read().Find("c")!).Categories.Count);
    }

    [Theory]
    [InlineData("yes", "0", "1", "no")]
    [InlineData("0", "1", "yes", "no")]
    [InlineData("TRUE", "n", "f", "1.0")]
    public void Words_for_no_and_yes_are_one_boolean_in_any_order(params string[] words)
    {
        using var csv = CreateRows("c,x\n", 0, 60, row => $"{words[row % 4]},{row % 7}\n");

        Assert.Equal((ColumnType.Boolean, 2), (csv.Inspect().Columns[0].Type, csv.Inspect().Columns[0].Distinct));
    }

    [Fact]
    public void Setting_of_the_caller_wins_if_nearly_all_cells_fit_it()
    {
        using var numbers = CreateRows("v;y\n", 0, 60, row => $"{(row == 9 ? "0.5" : $"{1 + (row % 8)}.{100 + row}")};{row % 7}\n");
        using var dates = CreateRows("d,y\n", 0, 60, row => $"{(row == 9 ? "12/25/2024" : $"{1 + (row % 12)}/5/2024")},{row % 7}\n");

        var decimals = numbers.Inspect(new DatasetPatch { Thousands = '.' }).Columns[0];
        var days = dates.Inspect(new DatasetPatch { DateOrder = DateOrder.DayFirst }).Columns[0];

        Assert.Equal((1100.0, 1), (decimals.Numbers!.Minimum, decimals.Invalid));
        Assert.Equal((new DateTime(2024, 5, 12), 1), (days.Dates!.Last, days.Invalid));
        Assert.Equal(0.5, numbers.Inspect().Columns[0].Numbers!.Minimum);
        Assert.Equal(new DateTime(2024, 12, 25), dates.Inspect().Columns[0].Dates!.Last);
    }

    [Fact]
    public void Text_that_means_missing_in_a_column_of_texts_is_told()
    {
        using var csv = CreateRows("country,x\n", 0, 60, row => $"{(row % 3 == 0 ? "NA" : row % 3 == 1 ? "DE" : "FR")},{row % 7}\n");

        var doubt = csv.Inspect().Attention.Single(each => each.Kind == AttentionKind.MissingMark);

        Assert.Equal(("country", 20), (doubt.Column, doubt.Cells));
        Assert.Equal(3, csv.Inspect(doubt.Action!.Dataset).Columns[0].Distinct);
    }

    [Fact]
    public void Cells_without_the_unit_are_counted()
    {
        using var csv = CreateRows("p,x\n", 0, 60, row => $"{(row % 2 == 0 ? $"{row}.5%" : $"0.{10 + row}")},{row % 7}\n");

        var doubt = csv.Inspect().Attention.Single(each => each.Kind == AttentionKind.Unit);

        Assert.Equal(30, doubt.Cells);
        Assert.Contains("30 cells have the unit '%' and 30 have none", doubt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_and_blanks_are_yes_and_no()
    {
        using var csv = CreateRows("m,k,x\n", 0, 60, row => $"{(row % 3 == 0 ? "" : "member")},{row % 7},5\n");

        var profile = csv.Inspect();

        Assert.Equal([ColumnType.Boolean, ColumnType.Numeric, ColumnType.Constant], profile.Columns.Select(column => column.Type));
        Assert.Equal([AttentionKind.OneValue, AttentionKind.Constant], profile.Attention
            .Where(each => each.Column is "m" or "x").Select(each => each.Kind));
    }

    [Theory]
    [InlineData("AMOUNT_PAID", 7, ColumnType.Numeric, false)]
    [InlineData("order_id", 7, ColumnType.Numeric, true)]
    public void Name_that_ends_in_ID_is_no_reason_to_leave_out_a_column(string name, int step, ColumnType expected, bool isDoubted)
    {
        using var csv = CreateRows($"x,{name}\n", 0, 60, row => $"{row % 7},{step * (row + 3) % 997}\n");

        var profile = csv.Inspect();

        Assert.Equal(expected, profile.Columns[1].Type);
        Assert.Equal(isDoubted, profile.Attention.Any(each => each.Kind == AttentionKind.LikelyIdentifier));
    }

    [Fact]
    public void Row_numbers_are_kept_if_they_are_the_only_feature()
    {
        using var alone = CreateRows("x,y\n", 1, 30, row => $"{row},{row * row}\n");
        using var beside = CreateRows("x,z,y\n", 1, 30, row => $"{row},{row % 7},{row * row}\n");

        Assert.Equal(ColumnType.Numeric, alone.Inspect(new DatasetPatch { Target = "y" }).Columns[0].Type);
        Assert.Equal(ColumnType.Identifier, beside.Inspect(new DatasetPatch { Target = "y" }).Columns[0].Type);
        Assert.Equal(AttentionKind.Identifier, beside.Inspect(new DatasetPatch { Target = "y" }).Attention.Single().Kind);
    }

    [Fact]
    public void Cells_that_do_not_fit_the_callers_type_are_missing_up_to_a_share()
    {
        using var csv = CreateTable((row, name) => row % 10 == 0 && name == "weight" ? $"about {row}" : null);
        var types = new Dictionary<string, ColumnType> { ["weight"] = ColumnType.Numeric };

        var refused = Assert.Throws<TableFormatException>(() => csv.Inspect(new DatasetPatch { Columns = types })).Problems.Single();
        var accepted = csv.Inspect(new DatasetPatch { Columns = types, MaximumInvalidShare = 0.1 });

        Assert.Equal((2, "weight"), (refused.Line, refused.Column));
        Assert.Contains("6 of 60 cells are not numbers, for example 'about 0', 'about 10'", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("maximumInvalidShare of 0.1", refused.Reason, StringComparison.Ordinal);
        Assert.Equal((ColumnType.Numeric, 6), (accepted.Columns[0].Type, accepted.Columns[0].Invalid));
    }

    [Fact]
    public void Total_row_is_left_out_and_told()
    {
        var rows = string.Concat(Enumerable.Range(1, 20).Select(row => $"r{row % 3},{row}.5\n"));
        using var csv = new CsvFile($"region,sales\n{rows}Grand Total,220.0\n");

        var profile = csv.Inspect();
        var kept = csv.Inspect(new DatasetPatch { FooterRows = 0 });

        Assert.Equal((20, 1, 20.5), (profile.Rows, profile.Format.FooterRows, profile.Columns[1].Numbers!.Maximum));
        Assert.Equal([22], profile.Attention.Single(each => each.Kind == AttentionKind.TotalRow).Lines);
        Assert.Equal(20, csv.Read().RowCount);
        Assert.Equal((21, 220.0), (kept.Rows, kept.Columns[1].Numbers!.Maximum));
    }

    [Theory]
    [InlineData("team,1998,1999,2000\n", "t{0},5,{0},7\n", true)]
    [InlineData("0,1,2,3\n", "{0},5,{0},7.5\n", true)]
    [InlineData("1,2,3,4\n", "2,3,4,5\n", false)]
    [InlineData("5,3,9,1\n", "{0},5,{0},7\n", false)]
    public void Numbers_that_count_are_names_if_the_rows_do_not_count(string header, string row, bool expected)
    {
        using var csv = CreateRows(header, 11, 30, index => string.Format(CultureInfo.InvariantCulture, row, index));

        Assert.Equal(expected, csv.Inspect().Format.Header);
    }

    [Fact]
    public void Target_of_the_caller_shows_the_header()
    {
        using var csv = new CsvFile("20,21\n5,6\n7,9\n8,3\n");

        Assert.False(csv.Inspect().Format.Header);
        Assert.True(csv.Inspect(new DatasetPatch { Target = "21" }).Format.Header);
    }

    [Fact]
    public void Repeated_rows_and_spellings_are_told()
    {
        using var csv = CreateRows("n,species\n", 0, 40, row =>
            $"{row % 10},{(row % 10 < 3 ? "setosa" : row % 10 < 6 ? "Setosa" : "\"  Iris   rosea\"")}\n");

        var profile = csv.Inspect();

        Assert.Equal((30, 12), (profile.Attention[0].Cells, profile.Attention[0].Lines[0]));
        Assert.Equal(["setosa", "Setosa"], profile.Attention.Single(each => each.Kind == AttentionKind.Spelling).Examples);
    }

    [Fact]
    public void Few_whole_numbers_as_target_may_be_classes()
    {
        using var csv = CreateRows("x,stars,year\n", 0, 60, row => $"{row}.5,{1 + (row % 5)},{1990 + (row * 7 % 50)}\n");

        var doubt = csv.Inspect(new DatasetPatch { Target = "stars" }).Attention.Single();

        Assert.Equal((AttentionKind.Task, LearningTask.Classification), (doubt.Kind, doubt.Action!.Task));
        Assert.Contains("5 different whole numbers", doubt.Message, StringComparison.Ordinal);
        Assert.Empty(csv.Inspect(new DatasetPatch { Target = "year" }).Attention);
    }

    private static CsvFile CreateRows(string header, int first, int count, Func<int, string> row) =>
        new(header + string.Concat(Enumerable.Range(first, count).Select(row)));

    /// <summary>Creates a table with the columns weight, when and colour; a null cell is a usual one.</summary>
    private static CsvFile CreateTable(Func<int, string, string?> cell) => CreateRows("weight,when,colour\n", 0, Rows, row =>
    {
        var weight = cell(row, "weight") ?? (2.5 + (row * 13 % 59)).ToString(CultureInfo.InvariantCulture);
        var when = cell(row, "when") ?? new DateOnly(2026, 1 + (row % 12), 1 + (row % 28)).ToString("o", CultureInfo.InvariantCulture);
        return $"{weight},{when},{"rgb"[row % 3]}\n";
    });
}
