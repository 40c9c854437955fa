using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting;
using LearnML.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

/// <summary>A trace's network, rows and optimizer, in the real trainer.</summary>
internal sealed class TraceReplay : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TrainingControl control = new();
    private readonly Trace trace;
    private readonly Tensor inputs;
    private readonly Tensor labels;
    private readonly Trainer trainer;

    public TraceReplay(Trace trace)
    {
        this.trace = trace;
        var count = trace.Labels.Length;
        inputs = tensor(trace.Inputs, [count, trace.Inputs.Length / count]);
        labels = tensor(trace.Labels);
        var spec = new JobSpec
        {
            Dataset = "trace",
            Network = trace.Network,
            Optimizer = trace.Optimizer,
            Training = new TrainingSpec { BatchSize = trace.BatchSize },
        };
        var random = new RunRandom(0, CPU);
        Network = NetworkBuilder.Build(spec.Network, trace.Inputs.Length / count, trace.Outputs.Length / count, CPU, random);
        using (no_grad())
        {
            foreach (var (name, parameter) in Network.named_parameters())
            {
                parameter.copy_(tensor(trace.Weights[name], parameter.shape));
            }
        }

        var all = Rows(0, count);
        trainer = new Trainer(spec, Network, all, all, random);
    }

    public Sequential Network { get; }

    /// <summary>The step that the trace calls <paramref name="step"/>.</summary>
    public EpochTotals.Means Step(int step) => Epoch(step * trace.BatchSize % trace.Labels.Length, trace.BatchSize);

    /// <summary>As many steps as all rows have batches.</summary>
    public EpochTotals.Means Epoch() => Epoch(0, trace.Labels.Length);

    /// <summary>The logits of all rows.</summary>
    public float[] Outputs()
    {
        using var off = no_grad();
        return Network.call(inputs).data<float>().ToArray();
    }

    public void Dispose()
    {
        trainer.Dispose();
        Network.Dispose();
        scope.Dispose();
    }

    private EpochTotals.Means Epoch(int start, int count)
    {
        var rows = Rows(start, count);
        return trainer.RunEpoch(rows, rows.InOrder(), learn: true, control, _ => { });
    }

    // A set of rows divides what it holds by the white of a pixel.
    private RowSet Rows(int start, int count) => new(inputs * ImageScale.Maximum, labels, arange(start, start + count));
}
