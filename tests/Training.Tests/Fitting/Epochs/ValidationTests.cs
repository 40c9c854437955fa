using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Fitting.Schedules;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>Validation uses the network without dropout and does not change it.</summary>
public class ValidationTests
{
    private static readonly JobSpec Spec = Specs.Small.Dropout(0.9);

    [Fact]
    public void Unchanged_network_has_same_validation_loss_after_every_epoch()
    {
        // Such a small step is lost to rounding.
        using var run = new SmallRun { Spec = Spec.LearningRate(1e-30) };

        run.Execute();

        Assert.Equal(3, run.Observer.Epochs.Count);
        Assert.Single(run.Observer.Epochs.Select(epoch => epoch.Validation!.Loss).Distinct());
        Assert.All(run.Observer.Epochs, epoch => Assert.NotEqual(epoch.Validation!.Loss, epoch.Train.Loss, 1e-3));
    }

    [Fact]
    public void Validation_uses_evaluation_mode_and_changes_no_weights()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(0, [0]);
        using var network = new BatchedNetwork(Spec.Network, [784], 10, CPU, random);
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        using var lossFunction = new LossFunction(LearningTask.Classification);
        using var trainer = new EpochTrainer(Spec.Momentum(0.9), network, lossFunction);
        var rows = new RowSet(data.TestData, [data.TestRows]);
        using var order = rows.InOrder();
        trainer.TrainEpoch(rows, order, FirstEpochLearningRates.Create(Spec, rows), StopCondition.Never, _ => { });
        var before = Weights(network);

        var outputs = trainer.Predict(rows, CancellationToken.None)[0];

        Assert.Equal(before, Weights(network));
        var expected = PlainLogProbabilities(network, rows);
        Assert.Equal(expected.Length, outputs.Length);
        Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    // Computes layer by layer, so that the training mode of the network does not matter.
    private static float[] PlainLogProbabilities(BatchedNetwork network, RowSet rows)
    {
        using var off = no_grad();
        var (inputs, _) = rows.Data.SelectRows(tensor(rows.Rows[0]));
        var parameters = network.StateDict(0).Select(named => named.Tensor).ToArray();
        var units = inputs.mm(parameters[0].t()).add(parameters[1]).relu();
        return units.mm(parameters[2].t()).add(parameters[3]).log_softmax(1).data<float>().ToArray();
    }

    private static float[] Weights(BatchedNetwork network) => [.. network.StateDict(0).SelectMany(named => named.Tensor.data<float>().ToArray())];
}
