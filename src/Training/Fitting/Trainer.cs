using System.Diagnostics;
using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Trains one network. Runs synchronously on the calling thread, which should be the run's own: TorchSharp's dispose
/// scopes and gradient mode belong to a thread.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly JobSpec spec;
    private readonly RowSet train;
    private readonly RowSet validation;
    private readonly RunRandom random;
    private readonly Parameter[] parameters;
    private readonly Sgd optimizer;
    private readonly EpochTotals totals;
    private Tensor? firstLoss;

    public Trainer(JobSpec spec, Sequential network, RowSet train, RowSet validation, RunRandom random)
    {
        (this.spec, Network, this.train, this.validation, this.random) = (spec, network, train, validation, random);
        parameters = [.. network.parameters()];
        optimizer = new Sgd(spec.Optimizer, parameters);
        totals = new EpochTotals(parameters[0].device);
    }

    public Sequential Network { get; }

    /// <summary>Trains epoch by epoch; after each, <paramref name="epochEnded"/> may read the network's weights.</summary>
    /// <exception cref="DivergedException">An epoch's loss or gradient left the range in which a network can learn.</exception>
    public void Fit(TrainingControl control, Action<long> batchEnded, Action<EpochScores> epochEnded)
    {
        var clock = Stopwatch.StartNew();
        for (var epoch = 1; epoch <= spec.Training.Epochs; epoch++)
        {
            using var order = train.Shuffle(random.OnCpu);
            var trained = RunEpoch(train, order, learn: true, control, batchEnded);
            using var inOrder = validation.InOrder();
            var validated = RunEpoch(validation, inOrder, learn: false, control, _ => { });

            var scores = new EpochScores(
                epoch, clock.Elapsed.TotalSeconds, trained.Metrics, validated.Metrics, spec.Optimizer.LearningRate, trained.GradientNorm);
            DivergedException.ThrowIf(scores, firstLoss!.item<float>());
            epochEnded(scores);
            if (control.StopRequested)
            {
                break;
            }
        }
    }

    /// <summary>One pass over <paramref name="rows"/> in the given order, with or without learning from them.</summary>
    public EpochTotals.Means RunEpoch(RowSet rows, Tensor order, bool learn, TrainingControl control, Action<long> batchEnded)
    {
        Network.train(learn);
        totals.Clear();
        using var gradients = set_grad_enabled(learn);
        for (long start = 0; start < rows.Count && !(learn && start > 0 && control.StopRequested); start += spec.Training.BatchSize)
        {
            control.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var size = Math.Min(spec.Training.BatchSize, rows.Count - start);
            var (inputs, targets) = rows.Batch(order.narrow(0, start, size));
            var logits = Network.call(inputs);
            var loss = nn.functional.cross_entropy(logits, targets);
            totals.Add(loss, logits, targets, size);
            if (learn)
            {
                firstLoss ??= loss.detach().clone().DetachFromDisposeScope();
                Step(loss);
                batchEnded(size);
            }
        }

        // The only wait for the device: the totals were added up there.
        return totals.Read();
    }

    public void Dispose()
    {
        totals.Dispose();
        optimizer.Dispose();
        firstLoss?.Dispose();
    }

    private void Step(Tensor loss)
    {
        foreach (var parameter in parameters)
        {
            // Unlike zeroing, this lets the backward pass hand over its own buffer instead of adding to ours.
            parameter.grad = null;
        }

        loss.backward();
        totals.AddGradientNorm(parameters);
        optimizer.Step();
    }
}
