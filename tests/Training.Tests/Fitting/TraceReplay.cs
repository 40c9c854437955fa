using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

/// <summary>A trace's network, rows and optimizer, in the real trainer, alone or as every member of a stack.</summary>
internal sealed class TraceReplay : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Trace trace;
    private readonly JobSpec spec;
    private readonly TensorDataset samples;
    private readonly BatchedNetwork stack;
    private readonly EpochTrainer trainer;

    public TraceReplay(Trace trace, int members = 1)
    {
        this.trace = trace;
        var width = trace.Inputs.Length / Rows;
        samples = new TensorDataset(
            tensor(trace.Inputs, [Rows, width]).to(TestDevice.Torch),
            (trace.Task == LearningTask.Classification ? tensor(trace.Labels) : tensor(trace.Targets)).to(TestDevice.Torch));
        spec = new JobSpec
        {
            Dataset = "trace",
            Network = trace.Network,
            Optimizer = trace.Optimizer,
            Training = new TrainingSpec { BatchSize = trace.BatchSize },
        };
        var each = Enumerable.Range(0, members);
        stack = new BatchedNetwork(
            spec.Network, [.. each.Select(_ => width)], trace.Outputs.Length / Rows, TestDevice.Torch, new BatchedRandom(0, each));
        using (no_grad())
        {
            foreach (var (name, parameter) in each.SelectMany(stack.StateDict))
            {
                parameter.copy_(tensor(trace.Weights[name], parameter.shape));
            }
        }

        trainer = new EpochTrainer(spec, stack, new LossFunction(trace.Task, labelSmoothing: trace.LabelSmoothing));
    }

    public int Rows => Math.Max(trace.Labels.Length, trace.Targets.Length);

    /// <summary>The step that the trace calls <paramref name="step"/>.</summary>
    public RunningMetrics.EpochMeans Step(int step) => StepAll(step)[0];

    /// <summary>The same step of every member.</summary>
    public RunningMetrics.EpochMeans[] StepAll(int step) => Learn(step * trace.BatchSize % Rows, trace.BatchSize);

    /// <summary>As many steps as all rows have batches.</summary>
    public RunningMetrics.EpochMeans Epoch() => Learn(0, Rows)[0];

    /// <summary>A pass over each member's own rows, those with the most rows first.</summary>
    public RunningMetrics.EpochMeans[] Epoch(IReadOnlyList<long[]> rows)
    {
        var set = new RowSet(samples, rows);
        using var order = set.InOrder();
        return trainer.TrainEpoch(set, order, Rates.First(spec, set), StopCondition.Never, _ => { });
    }

    /// <summary>What a member puts out for all rows.</summary>
    public float[] Outputs(int member)
    {
        using var off = no_grad();
        stack.Module.eval();
        using var inputs = tensor(trace.Inputs, [Rows, trace.Inputs.Length / Rows]).to(TestDevice.Torch);
        return stack.MemberCount == 1
            ? stack.Module.call(inputs).cpu().data<float>().ToArray()
            : stack.Module.call(inputs.expand(stack.MemberCount, -1, -1))[member].cpu().contiguous().data<float>().ToArray();
    }

    public Dictionary<string, float[]> Weights(int member) =>
        stack.StateDict(member).ToDictionary(named => named.Name, named => named.Tensor.detach().cpu().contiguous().data<float>().ToArray());

    public void Dispose()
    {
        trainer.Dispose();
        stack.Dispose();
        samples.Dispose();
        scope.Dispose();
    }

    private RunningMetrics.EpochMeans[] Learn(int start, int count) =>
        Epoch([.. Enumerable.Repeat(Enumerable.Range(start, count).Select(row => (long)row).ToArray(), stack.MemberCount)]);
}
