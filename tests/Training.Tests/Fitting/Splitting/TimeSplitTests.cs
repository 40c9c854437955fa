using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Tests.Fitting.Splitting;

/// <summary>Splits by time train on the past only.</summary>
public class TimeSplitTests
{
    [Fact]
    public void Holdout_is_the_latest_rows()
    {
        // In order of time: rows 9, 8, ..., 0.
        using var data = new RowsData { Values = new float[10], TimeOfRows = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] };

        var split = DataSplitter.CreateHoldout(Spec() with { Holdout = 0.3 }, data, 0);

        Assert.Equal([9, 8, 7, 6, 5, 4, 3], split.Train);
        Assert.Equal([2, 1, 0], split.Validation);
    }

    // Ten rows, 0.3 of them are 3, so the wanted cut is before the eighth. The same time is never on both sides.
    [Theory]
    [InlineData("1 1 1 1 1 1 1 2 2 2", 7)]
    [InlineData("1 1 1 1 1 1 2 2 2 2", 6)]
    [InlineData("1 1 1 1 1 1 2 2 3 3", 6)] // Both changes are one row away: the earlier one.
    [InlineData("1 1 1 1 1 2 2 2 3 3", 8)]
    [InlineData("1 2 2 2 2 2 2 2 2 2", 1)]
    public void Holdout_starts_at_the_nearest_change_of_the_time(string times, int cut)
    {
        using var data = new RowsData { Values = new float[10], TimeOfRows = [.. times.Split(' ').Select(double.Parse)] };

        var split = DataSplitter.CreateHoldout(Spec() with { Holdout = 0.3 }, data, 0);

        Assert.Equal((cut, 10 - cut), (split.Train.Length, split.Validation.Length));
    }

    [Fact]
    public void Folds_chain_forward_over_an_expanding_window()
    {
        // 11 rows in four stretches, cut after 11 / 4 = 2, 22 / 4 = 5 and 33 / 4 = 8 rows.
        using var data = new RowsData { Values = new float[11], TimeOfRows = [.. Enumerable.Range(0, 11).Select(row => row * 10.0)] };

        var splits = DataSplitter.CreateFolds(Spec(folds: 3), data, 0);

        Assert.Equal([1, 2, 3], splits.Select(split => split.Fold));
        Assert.Equal([[0, 1], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6, 7]], splits.Select(split => split.Train));
        Assert.Equal([[2, 3, 4], [5, 6, 7], [8, 9, 10]], splits.Select(split => split.Validation));
    }

    [Fact]
    public void No_fold_trains_on_a_time_that_is_not_before_its_validation_rows()
    {
        // 300 rows with 40 different times in no order, and 20 rows without a time. One time has a third of the rows.
        double[] times = [.. Enumerable.Range(0, 300).Select(row => row % 15 == 0 ? double.NaN : row % 3 == 0 ? 17 : row * 7919 % 40)];
        using var data = new RowsData { Values = new float[300], TimeOfRows = times };

        foreach (var folds in new[] { 2, 5, 20 })
        {
            var splits = DataSplitter.CreateFolds(Spec(folds), data, 0);

            Assert.Equal(folds, splits.Count);
            Assert.All(splits, split => Assert.True(split.Train.Max(row => times[row]) < split.Validation.Min(row => times[row])));
            Assert.All(splits.Zip(splits.Skip(1)), pair =>
                Assert.Equal(pair.First.Train.Concat(pair.First.Validation).Order(), pair.Second.Train.Order()));
            Assert.Equal(280, splits[^1].Train.Length + splits[^1].Validation.Length);
        }
    }

    [Fact]
    public void Earlier_rows_that_equal_a_scored_row_are_left_out()
    {
        using var data = new RowsData { Values = [1, 2, 3, 4, 1], TimeOfRows = [1, 2, 3, 4, 5], EqualRowSets = [0, 1, 2, 3, 0] };

        var splits = DataSplitter.CreateFolds(Spec(folds: 2), data, 0);

        Assert.Equal([[0], [1, 2]], splits.Select(split => split.Train));
        Assert.Equal([[1, 2], [3, 4]], splits.Select(split => split.Validation));
        Assert.Equal("1 row was left out of the training of a fold, at most: a scored row is equal in all features. "
            + "If they were trained on, the score would be too good.", Assert.Single(Notes(data, splits)).Message);
    }

    [Fact]
    public void Rows_without_a_time_are_told()
    {
        using var data = new RowsData { Values = new float[6], TimeOfRows = [1, double.NaN, 2, 3, double.NaN, 4] };

        var split = DataSplitter.CreateHoldout(Spec() with { Holdout = 0.25 }, data, 0);

        Assert.Equal([0, 2, 3], split.Train);
        Assert.Equal([5], split.Validation);
        var note = Assert.Single(Notes(data, [split]));
        Assert.Equal("rowsWithoutTime", note.Kind);
        Assert.StartsWith("2 rows have no date or number in the column 'day'.", note.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 1 1 1", null, "The column 'day' has 1 different dates or numbers, but a holdout by time needs at least 2. "
        + "Use another validation.timeColumn or validation.assignment.")]
    [InlineData("NaN NaN NaN NaN", 2, "The column 'day' has 0 different dates or numbers, but 2 folds by time need at least 3. "
        + "Use another validation.timeColumn or validation.assignment.")]
    [InlineData("1 2 3 1", 3, "The column 'day' has 3 different dates or numbers, but 3 folds by time need at least 4. "
        + "Set validation.folds to at most 2, or use another validation.timeColumn.")]
    public void Too_few_times_are_refused_with_what_would_do(string times, int? folds, string expected)
    {
        using var data = new RowsData { Values = new float[4], TimeOfRows = [.. times.Split(' ').Select(double.Parse)] };

        var exception = Assert.Throws<InvalidTargetException>(() => folds is null
            ? [DataSplitter.CreateHoldout(Spec(), data, 0)]
            : DataSplitter.CreateFolds(Spec(folds), data, 0));

        Assert.Equal(expected, exception.Message);
    }

    private static ValidationSpec Spec(int? folds = null) => new() { Folds = folds, Assignment = FoldAssignment.Time, TimeColumn = "day" };

    private static IEnumerable<Diagnosis> Notes(RowsData data, IReadOnlyList<Split> splits) =>
        SplitNotes.Find(new JobSpec { Dataset = "rows", Validation = Spec(splits.Count > 1 ? splits.Count : null) }, data, splits);
}
