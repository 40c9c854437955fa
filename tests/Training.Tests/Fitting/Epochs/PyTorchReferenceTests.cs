using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>With the same initial weights and rows, training gives the same results as PyTorch.</summary>
public class PyTorchReferenceTests
{
    private static readonly ReferenceRun[] Cases = ReferenceRunFile.ReadAll();

    public static TheoryData<string> Names => [.. Cases.Select(reference => reference.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_step_matches_loss_and_gradient_norm(string name)
    {
        var reference = Find(name);
        using var replay = new ReferenceReplay(reference);

        for (var step = 0; step < reference.Losses.Length; step++)
        {
            var measured = replay.TrainStep(step);
            Approximately.Equal(reference.Losses[step], measured.Loss);
            Approximately.Equal(reference.GradientNorms[step], measured.GradientNorm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Final_weights_and_outputs_match(string name)
    {
        var reference = Find(name);
        using var replay = new ReferenceReplay(reference);

        for (var step = 0; step < reference.Losses.Length; step++)
        {
            replay.TrainStep(step);
        }

        Assert.All(reference.WeightsAfter, weight => Approximately.EqualRelativeToLargest(weight.Value, replay.Weights(0)[weight.Key]));
        Approximately.EqualRelativeToLargest(reference.Outputs, replay.Outputs(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Epoch_metrics_are_means_of_its_steps(string name)
    {
        var reference = Find(name);
        using var replay = new ReferenceReplay(reference);

        var steps = replay.RowCount / reference.BatchSize;
        for (var first = 0; first < reference.Losses.Length; first += steps)
        {
            var measured = replay.TrainEpoch();
            Approximately.Equal(reference.Losses[first..(first + steps)].Average(), measured.Loss);
            Approximately.Equal(reference.GradientNorms[first..(first + steps)].Average(), measured.GradientNorm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_member_of_batched_network_matches(string name)
    {
        var reference = Find(name);
        using var replay = new ReferenceReplay(reference, members: 3);

        for (var step = 0; step < reference.Losses.Length; step++)
        {
            Assert.All(replay.TrainStepOfAllMembers(step), measured =>
            {
                Approximately.Equal(reference.Losses[step], measured.Loss);
                Approximately.Equal(reference.GradientNorms[step], measured.GradientNorm);
            });
        }

        for (var member = 0; member < 3; member++)
        {
            Assert.All(reference.WeightsAfter, weight => Approximately.EqualRelativeToLargest(weight.Value, replay.Weights(member)[weight.Key]));
            Approximately.EqualRelativeToLargest(reference.Outputs, replay.Outputs(member));
        }
    }

    private static ReferenceRun Find(string name) => Cases.Single(reference => reference.Name == name);
}
