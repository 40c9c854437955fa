using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Fitting.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>Repeats a reference run in the real trainer, alone or as every member of a batched network.</summary>
internal sealed class ReferenceReplay : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly ReferenceRun reference;
    private readonly JobSpec spec;
    private readonly TensorDataset data;
    private readonly BatchedNetwork network;
    private readonly EpochTrainer trainer;

    public ReferenceReplay(ReferenceRun reference, int members = 1)
    {
        this.reference = reference;
        var width = reference.Inputs.Length / RowCount;
        data = new TensorDataset(
            tensor(reference.Inputs, [RowCount, width]).to(TestDevice.Torch),
            (reference.Task == LearningTask.Classification ? tensor(reference.Labels) : tensor(reference.Targets)).to(TestDevice.Torch));
        spec = new JobSpec
        {
            Dataset = "trace",
            Network = reference.Network,
            Optimizer = reference.Optimizer,
            Training = new TrainingSpec { BatchSize = reference.BatchSize },
        };
        var memberIndices = Enumerable.Range(0, members);
        network = new BatchedNetwork(
            spec.Network, [.. memberIndices.Select(_ => new NetworkInputs(width) { Numbers = reference.Numbers })],
            reference.Outputs.Length / RowCount, TestDevice.Torch, new BatchedRandom(0, memberIndices));
        using (no_grad())
        {
            foreach (var (name, parameter) in memberIndices.SelectMany(network.StateDict))
            {
                parameter.copy_(tensor(reference.Weights[name], parameter.shape));
            }
        }

        trainer = new EpochTrainer(spec, network, new LossFunction(reference.Task, labelSmoothing: reference.LabelSmoothing));
    }

    public int RowCount => Math.Max(reference.Labels.Length, reference.Targets.Length);

    /// <summary>Trains the step with this index in the reference run.</summary>
    public RunningMetrics.EpochMeans TrainStep(int step) => TrainStepOfAllMembers(step)[0];

    /// <summary>Trains the same step of every member.</summary>
    public RunningMetrics.EpochMeans[] TrainStepOfAllMembers(int step) => TrainRows(step * reference.BatchSize % RowCount, reference.BatchSize);

    /// <summary>Trains one epoch over all rows.</summary>
    public RunningMetrics.EpochMeans TrainEpoch() => TrainRows(0, RowCount)[0];

    /// <summary>Trains one epoch over each member's own rows. Members with more rows come first.</summary>
    public RunningMetrics.EpochMeans[] TrainEpoch(IReadOnlyList<long[]> rows)
    {
        var set = new RowSet(data, rows);
        using var order = set.InOrder();
        return trainer.TrainEpoch(set, order, FirstEpochLearningRates.Create(spec, set), StopCondition.Never, _ => { });
    }

    /// <summary>Returns the outputs of a member for all rows; with copies of rows, their means.</summary>
    public float[] Outputs(int member)
    {
        using var off = no_grad();
        network.IsTraining = false;
        using var inputs = tensor(reference.Inputs, [RowCount, reference.Inputs.Length / RowCount]).to(TestDevice.Torch);
        var outputs = network.Forward(network.MemberCount == 1 ? inputs : inputs.expand(network.MemberCount, -1, -1));
        var averaged = CopyAverage.OfValues(outputs, network.Copies);
        return (network.MemberCount == 1 ? averaged : averaged[member]).cpu().contiguous().data<float>().ToArray();
    }

    public Dictionary<string, float[]> Weights(int member) =>
        network.StateDict(member).ToDictionary(named => named.Name, named => named.Tensor.detach().cpu().contiguous().data<float>().ToArray());

    public void Dispose()
    {
        trainer.Dispose();
        network.Dispose();
        data.Dispose();
        scope.Dispose();
    }

    private RunningMetrics.EpochMeans[] TrainRows(int start, int count) =>
        TrainEpoch([.. Enumerable.Repeat(Enumerable.Range(start, count).Select(row => (long)row).ToArray(), network.MemberCount)]);
}
