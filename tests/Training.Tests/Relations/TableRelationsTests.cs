using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Relations;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Relations;

/// <summary>
/// The reference values are those of SciPy 1.10 on the same rows: spearmanr; chi2_contingency without Yates' correction, then Bergsma's formula; and
/// the correlation ratio with Kelley's correction by NumPy.
/// </summary>
public sealed class TableRelationsTests
{
    private const int Rows = 24;
    private const int Digits = 12;

    [Fact]
    public void Numbers_have_the_rank_correlation_of_SciPy() =>
        Assert.Equal((AssociationMeasure.Spearman, 0.580172710569, Rows), Associate(X, Y));

    [Fact]
    public void Numbers_and_categories_have_the_corrected_correlation_ratio_whichever_is_the_target()
    {
        Assert.Equal((AssociationMeasure.CorrelationRatio, 0.839065139884, Rows), Associate(X, D));
        Assert.Equal((AssociationMeasure.CorrelationRatio, 0.839065139884, Rows), Associate(D, X));
        Assert.Equal((AssociationMeasure.CorrelationRatio, 0, Rows), Associate(C, X));
    }

    [Fact]
    public void Categories_have_the_corrected_V_of_Cramér()
    {
        Assert.Equal((AssociationMeasure.CramersV, 0.665132915841, Rows), Associate(D, E));
        Assert.Equal((AssociationMeasure.CramersV, 0, Rows), Associate(C, D));
    }

    [Fact]
    public void Rows_with_a_missing_value_do_not_count()
    {
        var (measure, value, rows) = Associate(row => row is 3 or 20 ? "" : X(row), row => row == 7 ? "" : Y(row));

        int[] kept = [.. Enumerable.Range(0, Rows).Except([3, 7, 20])];
        var (_, expected, _) = Associate(row => X(kept[row]), row => Y(kept[row]), kept.Length);
        Assert.Equal((AssociationMeasure.Spearman, expected, Rows - 3), (measure, value, rows));
    }

    [Fact]
    public void A_column_that_tells_nothing_in_the_rows_with_a_target_has_no_association()
    {
        // The second value is only in a row without a target.
        var lines = Enumerable.Range(0, Rows).Select(row => $"{(row == 5 ? 2 : 1)},{(row == 5 ? "" : Y(row))}\n");
        using var csv = new CsvFile("x,y\n" + string.Concat(lines));

        var relations = new TableRelations(new TableFile(csv.Path, csv.Inspect()), "y");
        var association = Assert.Single(relations.ComputeAssociations(TestContext.Current.CancellationToken).Associations);

        Assert.Null(association.Value);
        Assert.Equal(Rows - 1, association.Rows);
    }

    [Fact]
    public void View_of_numbers_has_groups_of_about_equal_size_with_the_mean_target()
    {
        // 100 numbers, 20 of them 0; the target is their double, and the last ten rows have no number.
        static double Number(int row) => row < 20 ? 0 : row;
        using var csv = new CsvFile("x,y\n" + string.Concat(Enumerable.Range(0, 110).Select(row =>
            row < 100 ? FormattableString.Invariant($"{Number(row) + 0.5},{2 * Number(row)}\n") : $",{row % 2}\n")));

        var view = View(csv, "x", "y");

        Assert.Equal((110, 110, ColumnType.Numeric), (view.Rows, view.UsedRows, view.Type));
        Assert.Equal(100, view.Histogram!.Counts.Sum());
        Assert.Equal((0.5, 99.5, 20), (view.Histogram.From, view.Histogram.To, view.Histogram.Counts[0]));
        Assert.Equal([.. Enumerable.Repeat(0, 90), .. Enumerable.Repeat(1, 10)], view.MissingByRows.Select(missing => Math.Min(missing, 1)));
        Assert.Equal(10, view.MissingByRows.Sum());
        Assert.Equal([20, 10, 10, 10, 10, 10, 10, 10, 10, 10], view.Groups!.Select(group => group.Rows));
        Assert.Equal(new ValueGroup(0.5, 0.5, null, 20, 0, 0, null), view.Groups![0]);

        // 20 to 29: mean 24.5, standard error sqrt(82.5 / 9 / 10).
        var second = view.Groups[1];
        Assert.Equal((20.5, 29.5, 49), (second.From, second.To, second.Mean));
        Assert.Equal(2 * Math.Sqrt(82.5 / 9 / 10), second.StandardError!.Value, 1e-12);
        Assert.Equal(new ValueGroup(null, null, null, 10, 0.5, second.StandardError, null) with { StandardError = null },
            view.Groups[^1] with { StandardError = null });
        Assert.Equal(100, view.Points!.Count);
        Assert.Contains(new ColumnPoint(50.5, 100), view.Points);
    }

    [Fact]
    public void View_of_categories_has_the_share_of_each_class()
    {
        string[] lines = ["a,p", "a,p", "a,q", "b,q", "b,q", "b,r", "b,q", ",p", "c,"];
        using var csv = new CsvFile("x,y\n" + string.Concat(Enumerable.Repeat(string.Join('\n', lines) + "\n", 5)));

        var view = View(csv, "x", "y");

        Assert.Equal([new CategoryCount("b", 20), new CategoryCount("a", 15), new CategoryCount("c", 5)], view.Top!);
        Assert.Null(view.Histogram);
        Assert.Null(view.Points);
        Assert.Equal(["q", "p", "r"], view.Classes!);
        Assert.Equal(["b", "a", null], view.Groups!.Select(group => group.Value));
        Assert.Equal([20, 15, 5], view.Groups!.Select(group => group.Rows));
        Assert.Equal([0.75, 0, 0.25], view.Groups![0].Shares!);
        Assert.Equal([1 / 3.0, 2 / 3.0, 0], view.Groups[1].Shares!);
        Assert.Equal([0, 1, 0], view.Groups[2].Shares!);
    }

    [Fact]
    public void View_has_numbers_as_the_file_has_them()
    {
        using var csv = new CsvFile("x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(row => FormattableString.Invariant(
            $"{(row % 10 * 0.1) + 0.07:f2},{(row % 7) + 0.3:f1}\n"))));

        var view = View(csv, "x", "y");

        Assert.Equal((0.07, 0.97), (view.Histogram!.From, view.Histogram.To));
        Assert.Equal([0.07, 0.17, 0.27], view.Groups!.Take(3).Select(group => group.From!.Value));
        Assert.Contains(new ColumnPoint(0.37, 3.3), view.Points!);
    }

    [Fact]
    public void View_of_dates_counts_milliseconds_and_the_target_itself_is_not_related()
    {
        using var csv = new CsvFile("day,y\n" + string.Concat(Enumerable.Range(0, 40).Select(row =>
            $"{new DateTime(2024, 1, 1).AddDays(row * 3 % 40):yyyy-MM-dd},{Y(row)}\n")));

        var view = View(csv, "day", "y");

        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), view.Histogram!.From);
        Assert.Equal(ColumnType.Date, view.Type);
        Assert.Equal(AssociationMeasure.Spearman, view.Association!.Measure);
        Assert.Null(View(csv, "y", "y").Groups);
        Assert.Null(View(csv, "day", null).Association);
    }

    [Fact]
    public void A_long_table_is_read_at_random_rows_but_its_missing_values_are_all_counted()
    {
        const int Long = 50_000;
        using var csv = new CsvFile("x,y\n" + string.Concat(Enumerable.Range(0, Long).Select(row =>
            FormattableString.Invariant($"{(row % 4 == 3 ? "" : ((row % 1000) / 2.0).ToString(CultureInfo.InvariantCulture))},{row % 1000}\n"))));

        var view = View(csv, "x", "y");

        Assert.Equal((Long, 20_000), (view.Rows, view.UsedRows));
        Assert.Equal(Enumerable.Repeat(125, 100), view.MissingByRows);
        Assert.Equal(1000, view.Points!.Count);

        // The sample does not follow the period of 4 rows: about a quarter of it is missing, and the rest has the whole range.
        Assert.InRange(view.Association!.Rows, 14_700, 15_300);
        Assert.Equal(1, view.Association.Value!.Value, 1e-12);
        Assert.Equal((0, 499), (view.Histogram!.From, view.Histogram.To));
    }

    private static string X(int row) => (row * 7 % 10 / 2.0).ToString(CultureInfo.InvariantCulture);

    private static string Y(int row) => ((row * 5 % 24) + (3 * (row * 7 % 10 / 2.0))).ToString(CultureInfo.InvariantCulture);

    private static string C(int row) => "abc"[row * row % 3].ToString();

    private static string D(int row) => row % 5 == 0 ? "w" : row * 7 % 10 > 4 ? "v" : "u";

    private static string E(int row) => row * 7 % 10 > 4 && row % 4 != 0 ? "p" : "q";

    private static (AssociationMeasure Measure, double Value, int Rows) Associate(
        Func<int, string> column, Func<int, string> target, int rows = Rows)
    {
        using var csv = new CsvFile("column,target\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{column(row)},{target(row)}\n")));
        var relations = new TableRelations(new TableFile(csv.Path, csv.Inspect()), "target");
        var association = Assert.Single(relations.ComputeAssociations(TestContext.Current.CancellationToken).Associations);
        return (association.Measure, Math.Round(association.Value!.Value, Digits), association.Rows);
    }

    private static ColumnView View(CsvFile csv, string column, string? target)
    {
        var file = new TableFile(csv.Path, csv.Inspect());
        return new TableRelations(file, target).View(file.Profile.Columns.First(each => each.Name == column), TestContext.Current.CancellationToken);
    }
}
