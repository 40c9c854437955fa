using LearnML.Contracts;
using LearnML.Training.Fitting;
using LearnML.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

/// <summary>Validation measures the network itself: nothing is dropped, nothing is learned.</summary>
public class ValidationTests
{
    private static readonly JobSpec Spec = Specs.Small.Dropout(0.9);

    [Fact]
    public void A_network_that_stands_still_has_the_loss_of_a_plain_evaluation()
    {
        using var scope = NewDisposeScope();
        var control = new TrainingControl();
        using var random = new RunRandom(0, CPU);
        using var network = NetworkBuilder.Build(Spec.Network, 784, 10, CPU, random);
        var rows = RowSet.All(Images.Small.Test, CPU);
        var expected = PlainLoss(network, rows);

        // A step this small is rounded away.
        using var trainer = new Trainer(Spec.LearningRate(1e-30), network, rows, rows, random);
        var epochs = new List<EpochScores>();
        trainer.Fit(control, _ => { }, epochs.Add);

        Assert.Equal(3, epochs.Count);
        Assert.All(epochs, epoch => Assert.Equal(expected, epoch.Validation.Loss, 1e-6));
        Assert.All(epochs, epoch => Assert.NotEqual(expected, epoch.Train.Loss, 1e-3));
    }

    [Fact]
    public void It_changes_no_weight()
    {
        using var scope = NewDisposeScope();
        var control = new TrainingControl();
        using var random = new RunRandom(0, CPU);
        using var network = NetworkBuilder.Build(Spec.Network, 784, 10, CPU, random);
        var rows = RowSet.All(Images.Small.Test, CPU);
        using var trainer = new Trainer(Spec.Momentum(0.9), network, rows, rows, random);
        trainer.RunEpoch(rows, rows.InOrder(), learn: true, control, _ => { });
        var before = Weights(network);

        trainer.RunEpoch(rows, rows.InOrder(), learn: false, control, _ => Assert.Fail("A batch was learned from."));

        Assert.Equal(before, Weights(network));
    }

    [Fact]
    public void A_stop_does_not_cut_it_short()
    {
        using var scope = NewDisposeScope();
        var control = new TrainingControl();
        using var random = new RunRandom(0, CPU);
        using var network = NetworkBuilder.Build(Spec.Network, 784, 10, CPU, random);
        var rows = RowSet.All(Images.Small.Test, CPU);
        using var trainer = new Trainer(Spec, network, rows, rows, random);

        control.Stop();

        Assert.Equal(PlainLoss(network, rows), trainer.RunEpoch(rows, rows.InOrder(), learn: false, control, _ => { }).Metrics.Loss, 1e-6);
    }

    // Layer by layer, so that no mode of the network takes part.
    private static double PlainLoss(Sequential network, RowSet rows)
    {
        using var off = no_grad();
        var (inputs, targets) = rows.Batch(rows.InOrder());
        var parameters = network.parameters().ToArray();
        var units = inputs.mm(parameters[0].t()).add(parameters[1]).relu();
        var logits = units.mm(parameters[2].t()).add(parameters[3]);
        return -logits.log_softmax(1).gather(1, targets.unsqueeze(1)).mean().item<float>();
    }

    private static float[] Weights(Sequential network) => [.. network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
}
