using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>The same start and the same rows give what PyTorch gives.</summary>
public class PyTorchReferenceTests
{
    private static readonly ReferenceRun[] Cases = ReferenceRunFile.Read().Cases;

    public static TheoryData<string> Names => [.. Cases.Select(trace => trace.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_step_has_the_same_loss_and_gradient_norm(string name)
    {
        var trace = Find(name);
        using var replay = new ReferenceReplay(trace);

        for (var step = 0; step < trace.Losses.Length; step++)
        {
            var measured = replay.TrainStep(step);
            Approximately.Equal(trace.Losses[step], measured.Loss);
            Approximately.Equal(trace.GradientNorms[step], measured.GradientNorm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_last_weights_and_outputs_are_the_same(string name)
    {
        var trace = Find(name);
        using var replay = new ReferenceReplay(trace);

        for (var step = 0; step < trace.Losses.Length; step++)
        {
            replay.TrainStep(step);
        }

        Assert.All(trace.WeightsAfter, weight => Approximately.EqualRelativeToLargest(weight.Value, replay.Weights(0)[weight.Key]));
        Approximately.EqualRelativeToLargest(trace.Outputs, replay.Outputs(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_epoch_measures_the_means_of_its_steps(string name)
    {
        var trace = Find(name);
        using var replay = new ReferenceReplay(trace);

        var steps = replay.RowCount / trace.BatchSize;
        for (var first = 0; first < trace.Losses.Length; first += steps)
        {
            var measured = replay.TrainEpoch();
            Approximately.Equal(trace.Losses[first..(first + steps)].Average(), measured.Loss);
            Approximately.Equal(trace.GradientNorms[first..(first + steps)].Average(), measured.GradientNorm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_member_of_a_stack_has_the_same_numbers(string name)
    {
        var trace = Find(name);
        using var replay = new ReferenceReplay(trace, members: 3);

        for (var step = 0; step < trace.Losses.Length; step++)
        {
            Assert.All(replay.TrainStepOfAllMembers(step), measured =>
            {
                Approximately.Equal(trace.Losses[step], measured.Loss);
                Approximately.Equal(trace.GradientNorms[step], measured.GradientNorm);
            });
        }

        for (var member = 0; member < 3; member++)
        {
            Assert.All(trace.WeightsAfter, weight => Approximately.EqualRelativeToLargest(weight.Value, replay.Weights(member)[weight.Key]));
            Approximately.EqualRelativeToLargest(trace.Outputs, replay.Outputs(member));
        }
    }

    private static ReferenceRun Find(string name) => Cases.Single(trace => trace.Name == name);
}
