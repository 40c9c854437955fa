using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Epochs;

public class EpochTrainerPredictTests
{
    [Fact]
    public void Trainer_predicts_all_rows_in_order_without_dropout()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(0, [0]);
        var spec = new JobSpec { Dataset = "pixels", Network = new NetworkSpec { Hidden = [8], Dropout = [0.9] } };
        using var network = new BatchedNetwork(spec.Network, [4], 3, CPU, random);
        using var lossFunction = new LossFunction(LearningTask.Classification);
        using var trainer = new EpochTrainer(spec, network, lossFunction);

        // More rows than one inference batch.
        var pixels = randint(0, 256, [5000, 4], dtype: uint8, generator: random.Members[0].CpuGenerator);
        using var data = new TensorDataset(pixels.alias(), zeros(5000, int64));

        var outputs = trainer.Predict(new RowSet(data, [[.. Enumerable.Range(0, 5000).Select(row => (long)row)]]), CancellationToken.None)[0];

        using var off = no_grad();
        var parameters = network.StateDict(0).Select(named => named.Tensor).ToArray();
        var units = (pixels.to(float32) / 255).mm(parameters[0].t()).add(parameters[1]).relu();
        var expected = units.mm(parameters[2].t()).add(parameters[3]).log_softmax(1).data<float>().ToArray();
        Assert.Equal(expected.Length, outputs.Length);
        Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
