using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Tests.Fitting.Splitting;

public class DataSplitterTests
{
    private static readonly long[] Rows = [.. Enumerable.Range(0, 203).Select(row => (long)row)];

    [Theory]
    [InlineData(0.25, 51)]
    [InlineData(0.001, 1)]
    [InlineData(0.999, 202)]
    public void Holdout_and_training_rows_are_all_rows(double share, int expected)
    {
        using var data = new FoldData(classes: false);
        var split = Hold(seed: 5);

        Assert.Equal(expected, split.Validation.Length);
        Assert.Equal(Rows, split.Train.Concat(split.Validation).Order());
        Assert.Equal(split.Validation, Hold(seed: 5).Validation);
        Assert.NotEqual(split.Validation.Order(), Hold(seed: 6).Validation.Order());

        Split Hold(long seed) => DataSplitter.CreateHoldout(new ValidationSpec { Holdout = share }, data, seed);
    }

    [Theory]
    [InlineData(FoldAssignment.Contiguous)]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    [InlineData(FoldAssignment.Group)]
    public void Every_row_is_validated_once_and_trained_in_all_other_folds(FoldAssignment assignment)
    {
        foreach (var classes in new[] { true, false })
        {
            var splits = CreateFolds(assignment, classes);

            Assert.Equal([1, 2, 3, 4], splits.Select(split => split.Fold));
            Assert.Equal(Rows, splits.SelectMany(split => split.Validation).Order());
            Assert.All(splits, split => Assert.Equal(Rows, split.Train.Concat(split.Validation).Order()));
        }
    }

    [Theory]
    [InlineData(FoldAssignment.Contiguous)]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    public void Fold_sizes_differ_by_at_most_1(FoldAssignment assignment) => Assert.All([true, false], classes =>
    {
        var sizes = CreateFolds(assignment, classes).Select(split => split.Validation.Length).ToArray();
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    });

    [Fact]
    public void Contiguous_folds_are_blocks_in_table_order() => Assert.Equal(
        [(0, 50), (51, 101), (102, 152), (153, 202)],
        CreateFolds(FoldAssignment.Contiguous, classes: true).Select(split =>
        {
            var rows = split.Validation;
            Assert.Equal(rows[^1] - rows[0] + 1, rows.Length);
            return ((int)rows[0], (int)rows[^1]);
        }));

    [Fact]
    public void Stratified_folds_have_equal_share_of_each_class()
    {
        var targets = new FoldData(classes: true).TrainTargets.Classes;

        Assert.All(targets.Distinct(), label =>
        {
            var counts = CreateFolds(FoldAssignment.Stratified,
                classes: true).Select(split => split.Validation.Count(row => targets[row] == label)).ToArray();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        });
    }

    [Fact]
    public void Stratified_folds_have_similar_target_distributions()
    {
        var targets = new FoldData(classes: false).TrainTargets.Values;

        var means = CreateFolds(FoldAssignment.Stratified, classes: false).Select(split => split.Validation.Average(row => targets[row])).ToArray();

        // The values are 0, 1, 4, 9, ...: the means of random folds differ by thousands.
        Assert.InRange(means.Max() - means.Min(), 0, 1000);
    }

    [Fact]
    public void Each_group_is_in_one_fold_and_fold_sizes_are_similar()
    {
        var groups = new FoldData(classes: true).Groups;

        var folds = CreateFolds(FoldAssignment.Group, classes: true);

        Assert.All(groups.Distinct(), group => Assert.Single(folds, split => split.Validation.Any(row => groups[row] == group)));

        // There are 29 groups of 7 rows, so the fold sizes differ by at most one group.
        Assert.All(folds, split => Assert.InRange(split.Validation.Length, 49, 56));
    }

    [Theory]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    [InlineData(FoldAssignment.Group)]
    public void Seed_determines_folds(FoldAssignment assignment) => Assert.All([true, false], classes =>
    {
        Assert.Equal(Validated(seed: 0), Validated(seed: 0));
        Assert.NotEqual(Validated(seed: 0), Validated(seed: 1));

        IEnumerable<long[]> Validated(long seed) => CreateFolds(assignment, classes, seed).Select(split => split.Validation);
    });

    [Fact]
    public void Contiguous_folds_do_not_depend_on_seed() => Assert.Equal(
        CreateFolds(FoldAssignment.Contiguous, classes: true).Select(split => split.Validation),
        CreateFolds(FoldAssignment.Contiguous, classes: true, seed: 1).Select(split => split.Validation));

    [Fact]
    public void As_many_folds_as_rows_have_one_row_each()
    {
        using var data = new FoldData(classes: true);

        var splits = DataSplitter.CreateFolds(new ValidationSpec { Folds = 203 }, data, 0);

        Assert.All(splits, split => Assert.Single(split.Validation));
        Assert.Equal(Rows, splits.Select(split => split.Validation[0]).Order());
    }

    [Theory]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    public void Equal_rows_are_in_one_fold_and_fold_sizes_are_similar(FoldAssignment assignment) => Assert.All([true, false], isClass =>
    {
        // 40 different rows, each three times, in no order. The targets of equal rows differ, but a set is smaller than a fold.
        int[] sets = [.. Enumerable.Range(0, 120).Select(row => row * 7 % 40)];
        using var data = new RowsData
        {
            Labels = isClass ? string.Concat(sets.Select((_, row) => row % 5 == 0 ? 'b' : 'a')) : "",
            Values = isClass ? [] : [.. Enumerable.Range(0, 120).Select(row => (float)row)],
            EqualRowSets = sets,
        };

        var splits = DataSplitter.CreateFolds(new ValidationSpec { Folds = 4, Assignment = assignment }, data, 0);

        Assert.All(splits, split => Assert.Empty(split.Train.Select(row => sets[row]).Intersect(split.Validation.Select(row => sets[row]))));
        Assert.All(splits, split => Assert.Equal((90, 30, 0), (split.Train.Length, split.Validation.Length, split.RowsLeftOut)));
        Assert.Equal(data.TrainRows, splits.SelectMany(split => split.Validation).Order());
    });

    [Fact]
    public void Equal_rows_of_very_different_numbers_give_folds_of_similar_sizes()
    {
        // Sets of 1, 2, ..., 20 rows with one class each: 210 rows, 42 for each fold.
        int[] sets = [.. Enumerable.Range(0, 20).SelectMany(set => Enumerable.Repeat(set, set + 1))];
        using var data = new RowsData { Labels = new string('a', 210), EqualRowSets = sets };

        var splits = DataSplitter.CreateFolds(new ValidationSpec { Folds = 5 }, data, 0);

        Assert.All(splits, split => Assert.Equal(42, split.Validation.Length));
    }

    [Fact]
    public void Contiguous_folds_leave_out_training_rows_that_equal_a_scored_row()
    {
        using var data = new RowsData { Values = [0, 1, 2, 0, 4, 5], EqualRowSets = [0, 1, 2, 0, 3, 4] };

        var splits = DataSplitter.CreateFolds(new ValidationSpec { Folds = 2, Assignment = FoldAssignment.Contiguous }, data, 0);

        Assert.Equal([[0, 1, 2], [3, 4, 5]], splits.Select(split => split.Validation));
        Assert.Equal([[4, 5], [1, 2]], splits.Select(split => split.Train));
    }

    [Theory]
    [InlineData(FoldAssignment.Shuffled)]
    [InlineData(FoldAssignment.Stratified)]
    [InlineData(FoldAssignment.Group)]
    public void Each_repeat_has_all_rows_in_other_folds(FoldAssignment assignment)
    {
        using var data = new FoldData(classes: true);
        var spec = new ValidationSpec { Folds = 4, Assignment = assignment };

        var splits = DataSplitter.CreateFolds(spec with { Repeats = 3 }, data, 7);

        Assert.Equal(Enumerable.Range(1, 12), splits.Select(split => split.Fold!.Value));
        var repeats = splits.Chunk(4).ToArray();
        Assert.All(repeats, repeat => Assert.Equal(Rows, repeat.SelectMany(split => split.Validation).Order()));
        Assert.Equal(DataSplitter.CreateFolds(spec, data, 7).Select(split => split.Validation), repeats[0].Select(split => split.Validation));
        Assert.Equal(12, splits.Select(split => string.Join(' ', split.Validation)).Distinct().Count());
        Assert.Equal(splits.Select(split => split.Validation),
            DataSplitter.CreateFolds(spec with { Repeats = 3 }, data, 7).Select(split => split.Validation));
    }

    [Fact]
    public void Fewer_different_rows_than_folds_are_refused()
    {
        using var data = new RowsData { Values = [1, 1, 2, 2, 3, 3], EqualRowSets = [0, 0, 1, 1, 2, 2] };

        var exception = Assert.Throws<InvalidTargetException>(() => DataSplitter.CreateFolds(new ValidationSpec { Folds = 4 }, data, 0));

        Assert.Equal("The rows have 3 different combinations of features, which cannot be divided into 4 folds: rows with equal features stay "
            + "together. Set validation.folds to at most 3.", exception.Message);
    }

    [Theory]
    [InlineData(FoldAssignment.Shuffled, 204, "203 rows cannot be divided into 204 folds")]
    [InlineData(FoldAssignment.Group, 30, "has 29 different values, which cannot be divided into 30 folds")]
    [InlineData(FoldAssignment.Stratified, 4, "The class 'only' has only one row (row 101, counted from 0)")]
    public void Splitter_rejects_impossible_folds(FoldAssignment assignment, int folds, string reason)
    {
        using var data = new FoldData(classes: true, loneClass: assignment == FoldAssignment.Stratified);

        var exception = Assert.Throws<InvalidTargetException>(
            () => DataSplitter.CreateFolds(new ValidationSpec { Folds = folds, Assignment = assignment, GroupColumn = "g" }, data, 0));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3, "1 rows cannot be divided into 3 folds. A cross-validation needs at least 2 rows with a target.")]
    [InlineData(2, 3, "2 rows cannot be divided into 3 folds. Set validation.folds to at most 2.")]
    public void The_advice_is_a_number_of_folds_that_a_spec_may_have(int rows, int folds, string expected)
    {
        using var data = new FoldData(classes: true) { Chosen = Rows[..rows] };

        var exception = Assert.Throws<InvalidTargetException>(() => DataSplitter.CreateFolds(new ValidationSpec { Folds = folds }, data, 0));

        Assert.Equal(expected, exception.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_holdout_of_too_few_rows_is_refused(int rows)
    {
        using var data = new FoldData(classes: true) { Chosen = Rows[..rows] };

        var exception = Assert.Throws<InvalidTargetException>(() => DataSplitter.CreateHoldout(new ValidationSpec(), data, seed: 0));

        Assert.Equal($"A training needs at least 2 rows with a target; the dataset has {rows}.", exception.Message);
    }

    private static IReadOnlyList<Split> CreateFolds(FoldAssignment assignment, bool classes, long seed = 0)
    {
        using var data = new FoldData(classes);
        return DataSplitter.CreateFolds(new ValidationSpec { Folds = 4, Assignment = assignment }, data, seed);
    }

    /// <summary>203 rows in 29 groups. The targets are classes of very different sizes, or squares.</summary>
    private sealed class FoldData(bool classes, bool loneClass = false) : TrainingData
    {
        /// <summary>The rows to split; all rows by default.</summary>
        public long[] Chosen { get; init; } = DataSplitterTests.Rows;

        public override LearningTask Task => classes ? LearningTask.Classification : LearningTask.Regression;

        public override IReadOnlyList<string> Classes => classes ? ["most", "some", "few", "only"] : [];

        public override NetworkInputs Inputs => 1;

        public override Targets TrainTargets { get; } = classes
            ? new Targets([.. Enumerable.Range(0, 203).Select(row => loneClass && row == 101 ? 3 : row % 10 == 0 ? 2 : row % 3 == 0 ? 1 : 0)], [])
            : new Targets([], [.. Enumerable.Range(0, 203).Select(row => (float)row * row)]);

        public override Targets TestTargets => new([], []);

        public override long[] TrainRows => Chosen;

        public override int[] Groups { get; } = [.. Enumerable.Range(0, 203).Select(row => row % 29)];

        public override TensorDataset? TestData => null;

        public override bool DependsOnTrainRows => false;

        public override PreparedData Prepare(long[] trainRows) => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
