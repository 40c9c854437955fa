using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Fitting.Splitting;

/// <summary>Each kind of holdout, with shares and rows computed by hand.</summary>
public class HoldoutTests
{
    // 0.2 of 20 rows: 4 rows. The classes have 14, 5 and 1 rows. The single row of c stays in training, so the 4 rows are shared by a and b:
    // 4 * 14 / 19 = 2.95 and 4 * 5 / 19 = 1.05. Rounded down these are 2 and 1; the largest remainder, that of a, gets the fourth.
    [Theory]
    [InlineData("aaaaaaaaaaaaaabbbbbc", 0.2, 3, 1, 0)]
    // 3 rows: 3 * 2 / 30 = 0.2, but a rare class has at least one row as long as the holdout has rows.
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaabb", 0.1, 2, 1, 0)]
    // 2 rows for 3 classes of 10, 6 and 4 rows: the smallest class has none.
    [InlineData("aaaaaaaaaabbbbbbcccc", 0.1, 1, 1, 0)]
    // 18 of 20 rows: at least one row of each class stays in training. 18 * 12 / 20 = 10.8, 18 * 6 / 20 = 5.4, 18 * 2 / 20 = 1.8, but at most 1.
    [InlineData("aaaaaaaaaaaabbbbbbcc", 0.9, 11, 5, 1)]
    public void Stratified_holdout_has_its_share_of_each_class(string labels, double share, int a, int b, int c)
    {
        using var data = new RowsData { Labels = labels };

        for (var seed = 0; seed < 20; seed++)
        {
            var split = Split(data, new ValidationSpec { Holdout = share, Assignment = FoldAssignment.Stratified }, seed);
            var held = split.Validation.Select(row => labels[(int)row]).ToArray();

            Assert.Equal((a, b, c), (held.Count(label => label == 'a'), held.Count(label => label == 'b'), held.Count(label => label == 'c')));
            Assert.Equal(data.TrainRows, split.Train.Concat(split.Validation).Order());
        }
    }

    [Fact]
    public void Stratified_holdout_has_one_row_of_each_range_of_a_number()
    {
        // 0.1 of 100 rows: ten rows, one of each range of ten rows. The values are not in order, and very skewed.
        using var data = new RowsData { Values = [.. Enumerable.Range(0, 100).Select(row => MathF.Exp(row * 37 % 100 / 10f))] };

        for (var seed = 0; seed < 20; seed++)
        {
            var split = Split(data, new ValidationSpec { Assignment = FoldAssignment.Stratified }, seed);

            Assert.Equal(Enumerable.Range(0, 10), split.Validation.Select(row => (int)(row * 37 % 100 / 10)).Order());
        }
    }

    [Fact]
    public void Shuffled_holdout_of_different_rows_takes_the_first_rows_of_the_permutation()
    {
        // The permutation of SplitMix64 with the seed 0, as every version of LearnML has used it.
        using var data = new RowsData { Values = new float[10], RowsWithoutTarget = 5, EqualRowSets = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
        var order = new SplitMix64(0).NextPermutation(10).Select(row => row + 5L).ToArray();

        var split = Split(data, new ValidationSpec { Holdout = 0.3 });

        Assert.Equal(order[..3], split.Validation);
        Assert.Equal(order[3..], split.Train);
    }

    [Theory]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    public void Equal_rows_are_on_one_side(FoldAssignment assignment)
    {
        // 30 different rows, each four times, as one table after another.
        int[] sets = [.. Enumerable.Range(0, 120).Select(row => row % 30)];
        foreach (var isClass in new[] { true, false })
        {
            using var data = new RowsData
            {
                Labels = isClass ? string.Concat(sets.Select(set => set % 3 == 0 ? 'b' : 'a')) : "",
                Values = isClass ? [] : [.. sets.Select(set => (float)set)],
                EqualRowSets = sets,
            };

            for (var seed = 0; seed < 20; seed++)
            {
                var split = Split(data, new ValidationSpec { Holdout = 0.1, Assignment = assignment }, seed);

                Assert.Empty(split.Train.Select(row => sets[row]).Intersect(split.Validation.Select(row => sets[row])));
                Assert.InRange(split.Validation.Length, 8, 16);
                Assert.Equal(120, split.Train.Length + split.Validation.Length);
            }
        }
    }

    [Theory]
    [InlineData("aaaabbbb", true)] // Both sets have one class each, so they can be copies: they stay together, and one is the holdout.
    [InlineData("abababab", false)] // Equal rows have both classes, so they are separate observations, and each set is larger than the holdout.
    public void Large_sets_of_equal_rows_stay_together_unless_their_targets_differ(string labels, bool together)
    {
        using var data = new RowsData { Labels = labels, EqualRowSets = [0, 0, 0, 0, 1, 1, 1, 1] };
        var spec = new ValidationSpec { Holdout = 0.25, Assignment = FoldAssignment.Shuffled };

        var split = Split(data, spec);
        var notes = SplitNotes.Find(new JobSpec { Dataset = "rows", Validation = spec }, data, [split]).ToArray();

        Assert.Equal(together ? 4 : 2, split.Validation.Length);
        Assert.Equal(together ? [] : ["equalRowsSeparated"], notes.Select(note => note.Kind));
        if (!together)
        {
            Assert.StartsWith("2 of 2 scored rows have the same features as rows that were trained on.", notes[0].Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(FoldAssignment.Group)]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    public void Groups_are_on_one_side(FoldAssignment assignment)
    {
        // 12 groups of five rows. 0.2 of the rows are 12: two groups have 10 rows, three have 15.
        int[] groups = [.. Enumerable.Range(0, 60).Select(row => row % 12)];
        using var data = new RowsData { Labels = string.Concat(groups.Select(group => group < 6 ? 'a' : 'b')), GroupOfRows = groups };

        for (var seed = 0; seed < 20; seed++)
        {
            var split = Split(data, new ValidationSpec { Holdout = 0.2, Assignment = assignment, GroupColumn = "g" }, seed);

            Assert.Empty(split.Train.Select(row => groups[row]).Intersect(split.Validation.Select(row => groups[row])));
            Assert.Equal(10, split.Validation.Length);
            if (assignment == FoldAssignment.Stratified)
            {
                Assert.Equal(5, split.Validation.Count(row => data.Labels[(int)row] == 'a'));
            }
        }
    }

    [Fact]
    public void Rows_of_other_groups_that_equal_a_scored_row_are_left_out()
    {
        // Three groups. Row 0 of the first equals row 2 of the second.
        using var data = new RowsData { Values = [1, 2, 1, 3, 4, 5], GroupOfRows = [7, 7, 8, 8, 9, 9], EqualRowSets = [0, 1, 0, 2, 3, 4] };
        var spec = new ValidationSpec { Holdout = 0.3, GroupColumn = "g", Assignment = FoldAssignment.Group };
        var splits = Enumerable.Range(0, 20).Select(seed => Split(data, spec, seed)).ToArray();

        Assert.Equal([3, 4, 5], splits.First(split => split.Validation.Contains(0)).Train.Order());
        Assert.Equal([0, 1, 2, 3], splits.First(split => split.Validation.Contains(4)).Train.Order());
        Assert.Equal([1, 1, 0], new[] { 0L, 2, 4 }.Select(row => splits.First(split => split.Validation.Contains(row)).RowsLeftOut));
    }

    [Fact]
    public void Contiguous_holdout_is_the_last_rows()
    {
        // Row 3 equals row 9, which is scored, so it is left out of the training.
        using var data = new RowsData { Values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 3], EqualRowSets = [0, 1, 2, 3, 4, 5, 6, 7, 8, 3] };
        var spec = new ValidationSpec { Holdout = 0.2, Assignment = FoldAssignment.Contiguous };

        var split = Split(data, spec);

        Assert.Equal([0, 1, 2, 4, 5, 6, 7], split.Train);
        Assert.Equal([8, 9], split.Validation);
        Assert.Equal(1, split.RowsLeftOut);
        var note = Assert.Single(SplitNotes.Find(new JobSpec { Dataset = "rows", Validation = spec }, data, [split]));
        Assert.Equal(
            ("rowsLeftOut",
                "1 row was left out of the training: a scored row is equal in all features. If they were trained on, the score would be too good."),
            (note.Kind, note.Message));
    }

    [Fact]
    public void Single_row_of_a_class_stays_in_training_and_is_told()
    {
        using var data = new RowsData { Labels = "aaaaaaaaaabbbbbbbbbbcd" };
        var spec = new ValidationSpec { Assignment = FoldAssignment.Stratified };

        var split = Split(data, spec);

        Assert.Contains(20, split.Train);
        Assert.Contains(21, split.Train);
        var note = Assert.Single(SplitNotes.Find(new JobSpec { Dataset = "rows", Validation = spec }, data, [split]));
        Assert.Equal("singleRowClasses", note.Kind);
        Assert.StartsWith("2 classes have only one row: 'c', 'd'.", note.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abcd", FoldAssignment.Stratified,
        "Each class has only one row, or only rows with equal features, so a stratified holdout has no rows.")]
    [InlineData("a", FoldAssignment.Stratified, "A training needs at least 2 rows with a target; the dataset has 1.")]
    public void Holdout_without_rows_is_refused(string labels, FoldAssignment assignment, string expected)
    {
        using var data = new RowsData { Labels = labels };

        var exception = Assert.Throws<InvalidTargetException>(() => Split(data, new ValidationSpec { Assignment = assignment }));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "The rows have 1 different combinations of features, so none can be held out: rows with equal features stay together. "
        + "Use more features, or rows that differ.")]
    [InlineData(true, "The column 'g' has 1 different values, so none can be held out. Use another validation.groupColumn.")]
    public void Holdout_of_rows_that_all_stay_together_is_refused(bool isGroup, string expected)
    {
        using var data = new RowsData { Values = [1, 1, 1, 1], EqualRowSets = [0, 0, 0, 0], GroupOfRows = [5, 5, 5, 5] };

        var exception = Assert.Throws<InvalidTargetException>(() => Split(data, new ValidationSpec { GroupColumn = isGroup ? "g" : null }));

        Assert.Equal(expected, exception.Message);
    }

    private static Split Split(TrainingData data, ValidationSpec spec, long seed = 0) => DataSplitter.CreateHoldout(spec, data, seed);
}
