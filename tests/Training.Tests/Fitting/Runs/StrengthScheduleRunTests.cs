using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>In its first epoch, a run with a schedule is the same as without one; afterwards it differs.</summary>
public class StrengthScheduleRunTests
{
    private static readonly JobSpec Spec = Specs.Small.Hidden(16).Dropout(0.5).Epochs(3) with
    {
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 1 },
    };

    [Fact]
    public void Weight_decay_falls_after_the_first_epoch() => AssertDiffersAfterFirstEpoch(
        Spec with { Optimizer = Spec.Optimizer with { WeightDecaySchedule = StrengthSchedule.Cosine } });

    [Fact]
    public void Dropout_falls_after_the_first_epoch() => AssertDiffersAfterFirstEpoch(
        Spec with { Training = Spec.Training with { DropoutSchedule = StrengthSchedule.Cosine } });

    private static void AssertDiffersAfterFirstEpoch(JobSpec scheduled)
    {
        var (constant, changing) = (Losses(Spec), Losses(scheduled));

        Assert.Equal(constant[0], changing[0]);
        Assert.NotEqual(constant[1], changing[1]);
    }

    private static double[] Losses(JobSpec spec)
    {
        using var run = new SmallRun { Spec = spec };
        run.Execute();
        return [.. run.Observer.Epochs.Select(epoch => epoch.Validation!.Loss)];
    }
}
