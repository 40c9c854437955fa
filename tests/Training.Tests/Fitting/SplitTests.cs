using LearnML.Contracts;
using LearnML.Training.Fitting;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

public class SplitTests
{
    [Theory]
    [InlineData(null, 20)]
    [InlineData(0.25, 50)]
    [InlineData(0.001, 1)]
    public void A_holdout_and_the_training_rows_make_all_rows(double? share, int expected)
    {
        using var scope = NewDisposeScope();
        var split = Of(new ValidationSpec { Holdout = share }, seed: 5);

        var (train, validation) = (Rows(split.Train), Rows(split.Validation));

        Assert.Equal(expected, validation.Length);
        Assert.Equal(Enumerable.Range(0, 200).Select(row => (long)row), train.Concat(validation).Order());
        Assert.Equal(Images.Small.Test.Labels, Labels(split.Test));
    }

    [Fact]
    public void The_seed_draws_the_holdout()
    {
        using var scope = NewDisposeScope();
        var spec = new ValidationSpec { Holdout = 0.25 };

        Assert.Equal(Rows(Of(spec, seed: 5).Validation), Rows(Of(spec, seed: 5).Validation));
        Assert.NotEqual(Rows(Of(spec, seed: 5).Validation).Order(), Rows(Of(spec, seed: 6).Validation).Order());
    }

    [Fact]
    public void A_holdouts_rows_keep_their_labels()
    {
        using var scope = NewDisposeScope();
        var split = Of(new ValidationSpec { Holdout = 0.25 }, seed: 5);

        Assert.Equal(Rows(split.Validation).Select(row => Images.Small.Train.Labels[row]), Labels(split.Validation));
    }

    [Fact]
    public void The_test_part_validates_and_all_training_rows_are_trained_on()
    {
        using var scope = NewDisposeScope();
        var split = Of(new ValidationSpec { TestPart = true }, seed: 5);

        Assert.Equal(Images.Small.Train.Labels, Labels(split.Train));
        Assert.Equal(Images.Small.Test.Labels, Labels(split.Validation));
        Assert.Equal(Images.Small.Test.Labels, Labels(split.Test));
    }

    private static Split Of(ValidationSpec spec, ulong seed)
    {
        using var generator = new Generator(seed);
        return Split.Of(spec, Images.Small, CPU, generator);
    }

    private static long[] Rows(RowSet set) => set.InOrder().data<long>().ToArray();

    private static IEnumerable<byte> Labels(RowSet set) => set.Batch(set.InOrder()).Targets.data<long>().ToArray().Select(label => (byte)label);
}
