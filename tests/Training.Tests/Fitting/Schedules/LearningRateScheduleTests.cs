using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Schedules;

/// <summary>The schedules give the same learning rates as those of PyTorch 1.13, for a base learning rate of 0.4.</summary>
public class LearningRateScheduleTests
{
    [Fact]
    public void Constant_schedule_keeps_learning_rate() => AssertEpochs(new ScheduleSpec(), [0.4, 0.4, 0.4]);

    [Fact]
    public void Step_matches_StepLR() => AssertEpochs(
        new ScheduleSpec { Kind = ScheduleKind.Step, StepEpochs = 3, Factor = 0.5 }, [0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1]);

    [Fact]
    public void Cosine_matches_CosineAnnealingLR() => AssertEpochs(
        new ScheduleSpec { Kind = ScheduleKind.Cosine, Minimum = 0.04 },
        [0.4, 0.38629832, 0.34727922, 0.28888302, 0.22, 0.15111698, 0.092720779, 0.053701684]);

    // Computed by hand from the formulas: two epochs of four steps.
    [Fact]
    public void Flat_cosine_falls_in_second_half() => AssertSteps(
        new ScheduleSpec { Kind = ScheduleKind.FlatCos }, epochs: 2, steps: 4, [0.4, 0.4, 0.4, 0.4, 0.4, 0.341421356, 0.2, 0.0585786438]);

    [Fact]
    public void Cosine_of_logarithm_has_four_waves() => AssertSteps(
        new ScheduleSpec { Kind = ScheduleKind.CosLog4 }, epochs: 2, steps: 4,
        [0, 0.397812293, 0.19739571, 0.227657061, 0.0294475737, 0.34145639, 0.350263092, 0.114640708]);

    [Fact]
    public void One_cycle_matches_OneCycleLR_step_by_step() => AssertSteps(
        new ScheduleSpec { Kind = ScheduleKind.OneCycle },
        epochs: 5,
        steps: 4,
        [
            0.016, 0.052668737, 0.14866874, 0.26733126, 0.36333126, 0.4, 0.3949856, 0.38019385, 0.35636647, 0.32469826,
            0.2867772, 0.24450481, 0.2000008, 0.15549679, 0.1132244, 0.075303338, 0.043635129, 0.019807747, 0.0050159975, 1.6e-06,
        ]);

    [Fact]
    public void Warm_up_increases_learning_rate_step_by_step() => AssertSteps(
        new ScheduleSpec { WarmUpEpochs = 2 }, epochs: 4, steps: 3, [0.4 / 6, 0.8 / 6, 0.2, 1.6 / 6, 2 / 6.0, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]);

    [Fact]
    public void Schedule_spans_epochs_after_warm_up() => AssertEpochs(
        new ScheduleSpec { Kind = ScheduleKind.Cosine, WarmUpEpochs = 1 }, [0.4, 0.4, 0.3, 0.1]);

    [Fact]
    public void Step_epochs_count_from_end_of_warm_up() => AssertEpochs(
        new ScheduleSpec { Kind = ScheduleKind.Step, StepEpochs = 2, Factor = 0.5, WarmUpEpochs = 2 }, [0.2, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1]);

    // The two epochs of the warm-up do not count. The third epoch sets the best loss, and the patience is two more epochs.
    [Fact]
    public void Plateau_epochs_count_from_end_of_warm_up()
    {
        var schedule = new ScheduleSpec { Kind = ScheduleKind.Plateau, Factor = 0.5, Patience = 2, WarmUpEpochs = 2 };
        var spec = Specs.Small with { Optimizer = Spec(schedule) };
        var (rates, progress) = (new LearningRateSchedule(spec.Optimizer, 8), new SplitProgress(spec));

        var seen = Enumerable.Range(1, 8).Select(epoch =>
        {
            var rate = rates.RateAt(epoch, 0, 1, progress.PlateauFactor);
            progress.Add(new EpochScores(null, epoch, 0, new Metrics { Loss = 1 }, new Metrics { Loss = 1 }, rate, 1, []));
            return rate;
        });

        AssertClose([0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2], seen);
    }

    [Fact]
    public void Plateau_matches_ReduceLROnPlateau()
    {
        var rates = new LearningRateSchedule(Spec(new ScheduleSpec { Kind = ScheduleKind.Plateau, Factor = 0.5, Patience = 2, Minimum = 0.06 }), 12);
        var plateau = rates.CreateReduceOnPlateau()!;
        double[] losses = [1, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8];

        var seen = losses.Select((loss, epoch) =>
        {
            var rate = rates.RateAt(epoch + 1, 0, 1, plateau.Multiplier);
            plateau.Add(loss);
            return rate;
        });

        AssertClose([0.4, 0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.06, 0.06], seen);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0.1)]
    [InlineData(OptimizerKind.Adam, 0.001)]
    [InlineData(OptimizerKind.AdamW, 0.001)]
    [InlineData(OptimizerKind.RmsProp, 0.001)]
    [InlineData(OptimizerKind.Adagrad, 0.01)]
    [InlineData(OptimizerKind.Adadelta, 1)]
    public void Each_optimizer_has_default_learning_rate(OptimizerKind kind, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(new OptimizerSpec { Kind = kind }, 1).RateAt(1, 0, 1, 1));

    private static void AssertEpochs(ScheduleSpec schedule, double[] expected)
    {
        var rates = new LearningRateSchedule(Spec(schedule), expected.Length);
        AssertClose(expected, Enumerable.Range(1, expected.Length).Select(epoch => rates.RateAt(epoch, 0, 1, 1)));
    }

    private static void AssertSteps(ScheduleSpec schedule, int epochs, int steps, double[] expected)
    {
        var rates = new LearningRateSchedule(Spec(schedule), epochs);
        AssertClose(expected, Enumerable.Range(0, epochs * steps).Select(step => rates.RateAt(1 + (step / steps), step % steps, steps, 1)));
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-8));

    private static OptimizerSpec Spec(ScheduleSpec schedule) => new() { LearningRate = 0.4, Schedule = schedule };
}
